import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { ComparedWith } from '../../inference/index.js';
import type { Label } from '../../labels.js';
import type { OutcomeLine } from './write-lines.js';

/** Rows that are in memory at once. */
const GROUP_ROWS = 10_000;

/** What the columns of a table depend on. */
export type TableFacts = {
  /** The classes, and the dimensions beside them. */
  readonly labels: readonly Label[];
  /** Whether the model can compare a recording with a voice. */
  readonly comparesVoices: boolean;
  /** About the model; they stand in the metadata of the file, with the names `wav2emo.model` and so on. */
  readonly metadata: Readonly<Record<string, string>>;
};

type Cell = string | number | null;
type Column = { readonly name: string; readonly type: 'text' | 'number' } & {
  readonly of: (line: OutcomeLine) => Cell | undefined;
};

/**
 * Writes Parquet with a row for each recording. The columns are those of `classify --csv`; a failure has an
 * error code and a message.
 */
export async function writeTable(
  path: string,
  lines: AsyncIterable<OutcomeLine>,
  { labels, comparesVoices, metadata }: TableFacts,
): Promise<void> {
  const columns = [...columnsFor(labels), ...(comparesVoices ? COMPARISON : []), ...ERROR];
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }) => ({
        name,
        repetition_type: 'OPTIONAL' as const,
        ...(type === 'text'
          ? { type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }
          : { type: 'DOUBLE' as const }),
      })),
    ],
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key: `wav2emo.${key}`, value })),
    createdBy: 'wav2emo',
  });
  let rows: OutcomeLine[] = [];
  const flush = async () => {
    const columnData = columns.map(({ name, of }) => ({
      name,
      data: rows.map((row) => of(row) ?? null),
    }));
    if (rows.length > 0) await writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    rows = [];
  };
  for await (const line of lines) if (rows.push(line) === GROUP_ROWS) await flush();
  await flush();
  await writer.finish();
}

function columnsFor(labels: readonly Label[]): readonly Column[] {
  return [
    { name: 'file', type: 'text', of: ({ file }) => file },
    { name: 'model', type: 'text', of: (line) => ('model' in line ? line.model : null) },
    { name: 'label', type: 'text', of: (line) => ('label' in line ? line.label : null) },
    { name: 'score', type: 'number', of: (line) => ('score' in line ? line.score : null) },
    ...labels.map(({ id }): Column => ({
      name: id,
      type: 'number',
      of: (line) => outputsOf(line)?.[id],
    })),
    {
      name: 'duration_seconds',
      type: 'number',
      of: (line) => ('durationSeconds' in line ? line.durationSeconds : null),
    },
    {
      name: 'findings',
      type: 'text',
      of: (line) => ('findings' in line ? line.findings.map(({ code }) => code).join(' ') : null),
    },
  ];
}

function outputsOf(line: OutcomeLine): Readonly<Record<string, number>> | undefined {
  if ('probabilities' in line) return { ...line.probabilities, ...line.dimensions };
  return 'dimensions' in line ? line.dimensions : undefined;
}

const relative = (line: OutcomeLine): Extract<ComparedWith, { head: 'relative' }> | undefined =>
  'comparedWith' in line && line.comparedWith.head === 'relative' ? line.comparedWith : undefined;

const COMPARISON: readonly Column[] = [
  {
    name: 'head',
    type: 'text',
    of: (line) => ('comparedWith' in line ? line.comparedWith.head : null),
  },
  { name: 'speaker', type: 'text', of: (line) => relative(line)?.speaker },
  { name: 'baseline_seconds', type: 'number', of: (line) => relative(line)?.seconds },
  { name: 'baseline_reliability', type: 'number', of: (line) => relative(line)?.reliability },
];

const ERROR: readonly Column[] = [
  { name: 'error_code', type: 'text', of: (line) => ('error' in line ? line.error.code : null) },
  {
    name: 'error_message',
    type: 'text',
    of: (line) => ('error' in line ? line.error.message : null),
  },
];
