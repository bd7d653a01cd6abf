import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadRecording, resample } from '../../../src/audio/node.js';
import { clusterVoices } from '../../../src/conversation/voices/cluster-voices.js';
import { HighBand } from '../../../src/conversation/voices/high-band.js';
import type { VoiceWindow } from '../../../src/conversation/voices/voice-window.js';

const RATE = 16_000;

async function clip(name: string): Promise<Float32Array> {
  const file = fileURLToPath(new URL(`../../../examples/audio/${name}.flac`, import.meta.url));
  return (await loadRecording(await openAsBlob(file))).samples;
}

/** What remains of speech after a rate of 8 kHz. */
const atTelephoneRate = (samples: Float32Array) =>
  resample(resample(samples, RATE, 8000), 8000, RATE);

function bandOf(...pieces: readonly Float32Array[]): HighBand {
  const band = new HighBand();
  for (const piece of pieces) band.push(piece);
  return band;
}

test.each(['neutral-man', 'neutral-woman'])(
  '%s has a wide band, and a narrow one at 8 kHz',
  async (name) => {
    const samples = await clip(name);
    expect(bandOf(samples).isNarrow).toBe(false);
    expect(bandOf(atTelephoneRate(samples)).isNarrow).toBe(true);
    // One wide piece shows that the line is not narrow.
    expect(bandOf(atTelephoneRate(samples), samples).isNarrow).toBe(false);
  },
);

test('a tone above 5 kHz counts, one below does not', () => {
  const tone = (hertz: number) =>
    Float32Array.from(
      { length: RATE },
      (_, at) => 0.1 * Math.sin((2 * Math.PI * hertz * at) / RATE),
    );
  expect(bandOf(tone(6500)).share).toBeGreaterThan(0.9);
  expect(bandOf(tone(3000)).share).toBeLessThan(1e-6);
});

test('silence and pieces that are too short say nothing', () => {
  expect(bandOf().isNarrow).toBe(false);
  expect(bandOf(new Float32Array(RATE), new Float32Array(5).fill(1)).isNarrow).toBe(false);
});

test('voices that are a little alike are two people over a telephone line only', () => {
  // The cosine of the two directions, 0.88, lies between the limits for both bands.
  const directions = [
    [1, 0],
    [0.88, Math.sqrt(1 - 0.88 ** 2)],
  ] as const;
  const windows = Array.from({ length: 40 }, (_, piece): VoiceWindow => ({
    ...{ piece, start: 2 * piece, end: 2 * piece + 1.6 },
    embedding: Float32Array.from(directions[piece % 2] ?? directions[0]),
  }));
  expect(clusterVoices(windows)).toHaveLength(1);
  expect(clusterVoices(windows, { isNarrow: true })).toHaveLength(2);
  expect(clusterVoices(windows, { count: 2 })).toHaveLength(2);
});
