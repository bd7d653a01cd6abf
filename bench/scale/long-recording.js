import { openAsBlob, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { wavHeader } from '../wav-header.js';

const CLIPS = join(root, 'examples', 'audio');
const SAMPLE_RATE = 16_000;

/** The example clips one after the other, again and again, as a WAV of this length. Needs the built package. */
export async function longRecording(seconds) {
  const { loadRecording } = await import('../../dist/audio/node.js');
  const pieces = [];
  for (const name of readdirSync(CLIPS).filter((each) => each.endsWith('.flac')))
    pieces.push((await loadRecording(await openAsBlob(join(CLIPS, name)))).samples);
  const total = seconds * SAMPLE_RATE;
  const samples = new Int16Array(total);
  for (let at = 0, next = 0; at < total; next++) {
    const piece = pieces[next % pieces.length];
    for (let index = 0; index < piece.length && at < total; index++)
      samples[at++] = Math.round(piece[index] * 32_767);
  }
  return Buffer.concat([wavHeader(total, SAMPLE_RATE), Buffer.from(samples.buffer)]);
}
