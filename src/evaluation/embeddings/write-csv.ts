import { stringify } from 'csv-stringify/sync';
import type { EmbeddingRow } from './embedding-row.js';

const FACTS = ['file', 'start', 'end', 'label', 'score'] as const;

/** Writes what the rows are of as CSV, without the embeddings. */
export function writeFacts(rows: readonly EmbeddingRow[]): string {
  return stringify([[...FACTS], ...rows.map(factsOf)]);
}

/** Writes embeddings as CSV: the facts of a row, and its numbers in the columns e0, e1 and so on. */
export function writeCsv(rows: readonly EmbeddingRow[]): string {
  const names = Array.from(rows[0]?.embedding ?? [], (_, at) => `e${at}`);
  return stringify([
    [...FACTS, ...names],
    // Nine digits are all that a float32 has.
    ...rows.map((row) => [
      ...factsOf(row),
      ...Array.from(row.embedding, (value) => Number(value.toPrecision(9))),
    ]),
  ]);
}

const factsOf = (row: EmbeddingRow) => FACTS.map((name) => row[name] ?? '');
