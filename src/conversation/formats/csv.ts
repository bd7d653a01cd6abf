import { stringify } from 'csv-stringify/browser/esm/sync';
import { escapeFormula } from '../../escape-formula.js';
import { roundTo6 } from '../../inference/index.js';
import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { toMilliseconds } from './round.js';
import { type Row, rowsOf } from './rows.js';

/** Writes one row for each segment: times in seconds, and one column for the probability of each label. */
export function writeCsv(
  recordings: readonly AnalysedRecording[],
  { content }: WriteOptions,
): string {
  const columns = [
    ...['file', 'start', 'end', 'speaker', 'label', 'score'],
    ...(content === 'segments' ? [...labelIds(recordings), 'findings'] : ['reason', 'before']),
  ];
  const rows = recordings.flatMap(({ file, conversation }) =>
    rowsOf(conversation, content).map((row) => ({
      ...valuesByLabel(row, conversation.labels),
      file,
      start: toMilliseconds(row.start),
      end: toMilliseconds(row.end),
      speaker: row.speaker,
      label: row.code,
      score: row.score === undefined ? undefined : roundTo6(row.score),
      findings: row.findings.map(({ code }) => code).join(' '),
      reason: row.moment?.reason,
      before: row.moment?.before,
    })),
  );
  return stringify(rows, { header: true, columns, cast: { string: escapeFormula } });
}

/** The ids of the labels of all recordings, each once. */
export function labelIds(recordings: readonly AnalysedRecording[]): string[] {
  return [...new Set(recordings.flatMap(({ conversation }) => conversation.labels))]
    .map(({ id }) => id)
    .filter((id, at, ids) => ids.indexOf(id) === at);
}

/** The values of a row by the ids of the labels; empty for a moment. */
export function valuesByLabel(
  { values = [] }: Row,
  labels: readonly { readonly id: string }[],
): Record<string, number> {
  return Object.fromEntries(
    values.map((value, at) => [labels[at]?.id ?? '', roundTo6(value)] as const),
  );
}
