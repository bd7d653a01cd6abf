import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadRecording } from '../../src/audio/node.js';

const SAMPLE_RATE = 16_000;

/** A clip of `examples/audio` that begins at a time on one of the channels. */
export type Spoken = {
  readonly clip: string;
  readonly at: number;
  readonly channel: number;
};

/** 16 kHz mono, `[time]`. */
export async function readClip(name: string): Promise<Float32Array> {
  const path = fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url));
  return (await loadRecording(new Blob([await readFile(path)]))).samples;
}

/**
 * Joins clips to a conversation.
 *
 * @param leak the part of each voice that the other channels contain, 10 ms later
 * @returns `[channel][time]`, 16 kHz, and when each clip begins and ends
 */
export async function speakConversation(
  seconds: number,
  spoken: readonly Spoken[],
  { channels = 2, leak = 0 }: { readonly channels?: number; readonly leak?: number } = {},
) {
  const length = Math.round(seconds * SAMPLE_RATE);
  const tracks = Array.from({ length: channels }, () => new Float32Array(length));
  const truth = [];
  for (const { clip, at, channel } of spoken) {
    const samples = await readClip(clip);
    truth.push({ clip, channel, start: at, end: at + samples.length / SAMPLE_RATE });
    for (const [index, track] of tracks.entries()) {
      const isOwn = index === channel;
      add(track, samples, Math.round((at + (isOwn ? 0 : 0.01)) * SAMPLE_RATE), isOwn ? 1 : leak);
    }
  }
  return { tracks, truth };
}

function add(track: Float32Array, samples: Float32Array, start: number, gain: number): void {
  for (const [at, sample] of samples.entries())
    if (start + at < track.length) track[start + at] = (track[start + at] ?? 0) + gain * sample;
}

/** Cuts channels into pieces of the given lengths, over and over. */
export async function* cutTracks(tracks: readonly Float32Array[], lengths: readonly number[]) {
  const total = tracks[0]?.length ?? 0;
  for (let at = 0, k = 0; at < total; k++) {
    const end = at + Math.max(1, lengths[k % lengths.length] ?? total);
    yield await Promise.resolve(tracks.map((track) => track.slice(at, end)));
    at = end;
  }
}
