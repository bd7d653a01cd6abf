import { roundTo6 } from '../../inference/index.js';
import type { AnalysedRecording } from './analysed-recording.js';

/** Writes each conversation with everything that is known about it, as one JSON object on one line. */
export function writeJson(recordings: readonly AnalysedRecording[]): string {
  return recordings
    .map(({ file, conversation }) => `${JSON.stringify({ file, ...conversation }, rounded)}\n`)
    .join('');
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? roundTo6(value) : value;
}
