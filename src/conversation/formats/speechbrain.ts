import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { rowsOf } from './rows.js';
import { toMilliseconds } from './round.js';

/**
 * Writes the JSON of SpeechBrain's emotion diarisation: `{ file: [{ start, end, emotion }] }`, in
 * seconds. SpeechBrain gives silence an emotion, too; here it has none.
 *
 * @see https://github.com/speechbrain/speechbrain/blob/develop/speechbrain/inference/diarization.py
 */
export function writeSpeechbrain(
  recordings: readonly AnalysedRecording[],
  { content }: WriteOptions,
): string {
  const byFile = recordings.map(({ file, conversation }) => [
    file,
    rowsOf(conversation, content).map(({ start, end, code }) => ({
      start: toMilliseconds(start),
      end: toMilliseconds(end),
      emotion: code,
    })),
  ]);
  return `${JSON.stringify(Object.fromEntries(byFile), undefined, 2)}\n`;
}
