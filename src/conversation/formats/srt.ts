import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { clockTime } from './clock-time.js';
import { cuesOf } from './cues.js';
import { oneLine } from './one-line.js';

/** Players read these as the beginning of markup or as a time, and the format has no escape. */
const REPLACED: Readonly<Record<string, string>> = {
  '<': '‹',
  '>': '›',
  '{': '(',
  '}': ')',
  '-->': '→',
};

/**
 * Writes SubRip subtitles, one for each segment.
 *
 * @see https://www.matroska.org/technical/subtitles.html#srt-subtitles
 */
export function writeSrt({ conversation }: AnalysedRecording, options: WriteOptions): string {
  return cuesOf(conversation, options)
    .map(({ start, end, speaker, text }, at) => {
      const words = speaker === undefined ? text : `${speaker}: ${text}`;
      const times = `${clockTime(start, ',')} --> ${clockTime(end, ',')}`;
      return `${at + 1}\n${times}\n${withoutMarkup(words)}\n`;
    })
    .join('\n');
}

function withoutMarkup(text: string): string {
  return oneLine(text).replace(/-->|[<>{}]/g, (found) => REPLACED[found] ?? found);
}
