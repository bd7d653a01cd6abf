import { parquetWriteBuffer } from 'hyparquet-writer';
import type { EmbeddingFacts, EmbeddingRow } from './embedding-row.js';

/**
 * Writes embeddings as Parquet: the columns file, start, end, label, score, and embedding, a list of
 * float32. The facts stand in the metadata of the file, with the names `wav2emo.model` and so on.
 */
export function writeParquet(rows: readonly EmbeddingRow[], facts: EmbeddingFacts): Uint8Array {
  const column = <K extends keyof EmbeddingRow>(name: K) => rows.map((row) => row[name] ?? null);
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'file', data: column('file') },
      { name: 'start', data: column('start') },
      { name: 'end', data: column('end') },
      { name: 'label', data: column('label') },
      { name: 'score', data: column('score') },
      { name: 'embedding', data: rows.map(({ embedding }) => Array.from(embedding)) },
    ],
    schema: [
      { name: 'root', num_children: 6 },
      { name: 'file', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'start', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'end', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'label', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'score', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      {
        ...{ name: 'embedding', converted_type: 'LIST', repetition_type: 'OPTIONAL' },
        num_children: 1,
      },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
    ],
    kvMetadata: Object.entries(facts).map(([key, value]) => ({ key: `wav2emo.${key}`, value })),
    createdBy: 'wav2emo',
  });
  return new Uint8Array(buffer);
}
