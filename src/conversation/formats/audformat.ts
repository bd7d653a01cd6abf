import { stringify } from 'csv-stringify/browser/esm/sync';
import { roundTo6 } from '../../inference/index.js';
import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { labelIds, valuesByLabel } from './csv.js';
import { rowsOf } from './rows.js';

/**
 * Writes a table with the segmented index of audformat. Names of files stay as they are, because
 * the reader opens them; the other CSV format is the one for spreadsheets.
 *
 * @see https://audeering.github.io/audformat/data-tables.html
 */
export function writeAudformat(
  recordings: readonly AnalysedRecording[],
  { content }: WriteOptions,
): string {
  const columns = [
    ...['file', 'start', 'end', 'speaker', 'emotion', 'score'],
    ...(content === 'segments' ? labelIds(recordings) : ['reason', 'before']),
  ];
  const rows = recordings.flatMap(({ file, conversation }) =>
    rowsOf(conversation, content).map((row) => ({
      ...valuesByLabel(row, conversation.labels),
      file,
      start: timedelta(row.start),
      end: timedelta(row.end),
      speaker: row.speaker,
      emotion: row.code,
      score: row.score === undefined ? undefined : roundTo6(row.score),
      reason: row.moment?.reason,
      before: row.moment?.before,
    })),
  );
  return stringify(rows, { header: true, columns });
}

/** A duration as pandas writes it, e.g. `0 days 00:00:01.500000`. */
function timedelta(seconds: number): string {
  const whole = Math.round(seconds * 1000);
  const parts = [whole / 3_600_000, (whole / 60_000) % 60, (whole / 1000) % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  );
  const [hours = '00', ...rest] = parts;
  const days = Math.floor(Number(hours) / 24);
  const clock = [String(Number(hours) % 24).padStart(2, '0'), ...rest].join(':');
  return `${days} days ${clock}.${String(whole % 1000).padStart(3, '0')}000`;
}
