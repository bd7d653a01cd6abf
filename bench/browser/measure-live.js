/** Measures a live session that speaks without a pause. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { summarise } from '../performance/statistics.js';
import { wavHeader } from '../wav-header.js';

const SECONDS = 20;

/** @returns the measurements a second of speech, and their delays in milliseconds */
export async function measureLive(variant) {
  const folder = mkdtempSync(join(tmpdir(), 'wav2emo-live-'));
  try {
    const { speechSeconds, delays } = await variant.speak(await makeSpeech(folder), SECONDS);
    return { perSecond: delays.length / speechSeconds, delays: summarise(delays), speechSeconds };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The clip of a man who speaks: the detector finds no speech in a synthesised voice. */
async function makeSpeech(folder) {
  const { loadRecording } = await import('../../dist/audio/node.js');
  const clip = readFileSync(join(root, 'examples', 'audio', 'neutral-man.flac'));
  const { samples } = await loadRecording(new Blob([clip]));
  const words = Int16Array.from(samples, (sample) => Math.round(32767 * sample));
  const path = join(folder, 'speech.wav');
  writeFileSync(path, Buffer.concat([wavHeader(words.length, 16_000), Buffer.from(words.buffer)]));
  return path;
}
