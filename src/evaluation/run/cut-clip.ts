import { joinSamples, streamRecording } from '../../audio/index.js';
import { AudioError } from '../../errors.js';
import { openRecording } from '../../node/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { Clip } from '../clips/clip.js';
import { floatWav } from './float-wav.js';

/** A clip's recording: the file itself, or the part of it that the clip names as a WAV file. */
export async function openClip(clip: Clip, signal?: AbortSignal): Promise<string | Blob> {
  const { file, start = 0, end = Infinity } = clip;
  if (start === 0 && end === Infinity) return file;
  return floatWav(await readPart(file, { start, end, signal }));
}

/** What {@link readPart} reads, in seconds. */
export type Part = {
  readonly start: number;
  readonly end: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Reads a part of a recording; what follows it is not decoded.
 *
 * @returns 16 kHz mono, `[time]`
 * @throws AudioError, FileError, the signal's reason
 */
export async function readPart(
  file: string,
  { start, end, signal }: Part,
): Promise<Float32Array<ArrayBuffer>> {
  const first = Math.round(start * MODEL_SAMPLE_RATE);
  const last = Math.round(end * MODEL_SAMPLE_RATE);
  const pieces: Float32Array[] = [];
  let from = 0;
  const stream = streamRecording(await openRecording(file), signal ? { signal } : {});
  for await (const piece of stream) {
    const until = from + piece.length;
    if (until > first)
      pieces.push(piece.slice(Math.max(0, first - from), Math.min(piece.length, last - from)));
    from = until;
    if (from >= last) break;
  }
  if (from > first) return new Float32Array(joinSamples(pieces));
  throw new AudioError(
    'audio-empty',
    `${file} ends after ${(from / MODEL_SAMPLE_RATE).toFixed(2)} s, before the clip begins. Correct its times.`,
  );
}
