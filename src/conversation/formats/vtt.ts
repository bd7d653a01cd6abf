import type { AnalysedRecording, WriteOptions } from './analysed-recording.js';
import { clockTime } from './clock-time.js';
import { type Cue, cuesOf } from './cues.js';
import { oneLine } from './one-line.js';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const LOOKALIKES: Readonly<Record<string, string>> = { '&': '＆', '<': '‹', '>': '›' };

/**
 * Writes WebVTT subtitles, one for each segment; the speaker is the voice of the cue.
 *
 * @see https://www.w3.org/TR/webvtt1/
 */
export function writeVtt({ conversation }: AnalysedRecording, options: WriteOptions): string {
  const cues = cuesOf(conversation, options).map((cue, at) => `\n${at + 1}\n${writeCue(cue)}\n`);
  return `WEBVTT\n${cues.join('')}`;
}

function writeCue({ start, end, speaker, text }: Cue): string {
  const voice = speaker === undefined ? '' : `<v ${voiceName(speaker)}>`;
  return `${clockTime(start, '.')} --> ${clockTime(end, '.')}\n${voice}${escapeCue(text)}`;
}

/** Some readers, ffmpeg among them, end the name of a voice at the first escaped character. */
function voiceName(name: string): string {
  return oneLine(name).replace(/[&<>]/g, (found) => LOOKALIKES[found] ?? found);
}

/** Escaping `>` also keeps `-->` out of the text, which the format forbids there. */
function escapeCue(text: string): string {
  return oneLine(text).replace(/[&<>]/g, (found) => ESCAPES[found] ?? found);
}
