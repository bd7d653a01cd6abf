import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diarizeFrames, FrameSpans } from '../../src/conversation/emotion/diarize-frames.js';
import { type ConversationEvent, EmotionClassifier } from '../../src/index.js';
import type { LoadedModel } from '../../src/inference/index.js';
import { openModel, prepareBundle } from '../../src/node/index.js';
import { fixture, readGolden } from '../models/golden.js';
import { makeWav } from '../support/make-wav.js';
import { seededRandom } from '../support/seeded-random.js';

const SOURCE = fixture('checkpoints/speechbrain-diarization');
const SPEECH = fixture('../../examples/audio/sad-woman.flac');
const { models } = readGolden(fixture('golden-diarization.json'));

let classifier: EmotionClassifier;
let model: LoadedModel;

beforeAll(async () => {
  const bundle = await prepareBundle({ source: SOURCE });
  classifier = await EmotionClassifier.open(bundle);
  model = await openModel(bundle);
});

afterAll(async () => {
  await classifier.dispose();
  await model.dispose();
});

/** Seeded noise whose level changes every second. */
function noise(seconds: number): Float32Array {
  const random = seededRandom(7);
  let level = 0;
  return Float32Array.from({ length: seconds * 16_000 }, (_, at) => {
    if (at % 16_000 === 0) level = 0.05 + 0.4 * random();
    return level * (2 * random() - 1);
  });
}

function* inPieces(samples: Float32Array, length: number) {
  for (let at = 0; at < samples.length; at += length) yield samples.subarray(at, at + length);
}

async function framesOf(samples: Float32Array, length = 50_000): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  for await (const { logits, frames } of model.classifyFrames(inPieces(samples, length)))
    for (let at = 0; at < frames; at++) rows.push(logits.subarray(4 * at, 4 * at + 4));
  return rows;
}

async function framesAtOnce(samples: Float32Array): Promise<Float32Array[]> {
  const { frameLogits } = await model.runWindow(samples);
  const count = frameLogits?.shape[1] ?? 0;
  return Array.from({ length: count }, (_, at) =>
    (frameLogits?.data ?? samples).slice(4 * at, 4 * at + 4),
  );
}

describe('a model that classifies each frame', () => {
  test('has names for the single letters of its labels', () => {
    expect(classifier.labels.map(({ en }) => en)).toEqual(['angry', 'neutral', 'happy', 'sad']);
  });

  test('diarises a file as SpeechBrain does', async () => {
    const results = Object.entries(models['speechbrain-diarization']?.results ?? {});
    expect(results).toHaveLength(3);
    for (const [file, { segments }] of results) {
      const path = fixture(`audio/${file}`);
      expect(await classifier.diarizeFile(path)).toEqual({ [path]: segments });
    }
  });

  test('reports its progress, and names a file without a path', async () => {
    const events: ConversationEvent[] = [];
    const bytes = await readFile(fixture('audio/mid-1.0s.wav'));
    const onEvent = (event: ConversationEvent) => events.push(event);
    expect(Object.keys(await classifier.diarizeFile(new File([bytes], 'a.wav')))).toEqual([
      'a.wav',
    ]);
    const found = await classifier.diarizeFile(new Blob([bytes]), { onEvent });
    expect(Object.keys(found)).toEqual(['recording']);
    expect(events).toEqual([{ kind: 'progress', seconds: 1, share: 1 }]);
  });

  test('classifies a recording by the mean of its frames', async () => {
    const path = fixture('audio/high-2.3s.wav');
    const { logits } = await classifier.classifyFile(path);
    const expected = models['speechbrain-diarization']?.results['high-2.3s.wav']?.logits ?? [];
    for (const [at, value] of expected.entries()) expect(logits[at]).toBeCloseTo(value, 4);
  });

  test('gives segments of speech with probabilities, like every other model', async () => {
    const { segments, speakers } = await classifier.conversation(SPEECH);
    expect(segments.length).toBeGreaterThan(0);
    for (const { start, end, probabilities, score } of segments) {
      expect(speakers[0]?.speech.some((each) => each.start <= start && end <= each.end)).toBe(true);
      expect(probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
      expect(probabilities).toContain(score);
    }
  });

  test('stops at a signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(classifier.diarizeFile(SPEECH, { signal })).rejects.toThrow('enough');
  });
});

describe('the frames of a recording longer than a window', () => {
  test('are as many as of the whole, whatever the pieces and the length', async () => {
    for (const seconds of [29.99, 30, 30.01, 56, 57.5]) {
      const samples = noise(seconds);
      const rows = await framesOf(samples, 16_000);
      expect(rows).toHaveLength(Math.floor((samples.length - 400) / 320) + 1);
      expect(rows).toEqual(await framesOf(samples, 7_777_777));
    }
  });

  test('are those of 30 s with at least 2 s of the recording around each', async () => {
    const samples = noise(70);
    const rows = await framesOf(samples);
    const at = (seconds: number) => seconds * 50;
    const windowAt = (seconds: number) =>
      framesAtOnce(samples.subarray(seconds * 16_000, (seconds + 30) * 16_000));
    expect(rows.slice(0, at(28))).toEqual((await windowAt(0)).slice(0, at(28)));
    expect(rows.slice(at(28), at(54))).toEqual((await windowAt(26)).slice(at(2), at(28)));
    expect(rows.slice(at(54))).toEqual((await windowAt(52)).slice(at(2)));
  });

  test('hardly differ from those that are computed at once', async () => {
    const samples = noise(40);
    const [rows, whole] = [await framesOf(samples), await framesAtOnce(samples)];
    const differences = rows.map((row, at) =>
      Math.max(...row.map((value, k) => Math.abs(value - (whole[at]?.[k] ?? NaN)))),
    );
    const mean = differences.reduce((sum, value) => sum + value) / rows.length;
    expect(mean).toBeLessThan(0.05);
  });

  test('are joined to the same stretches from a file', async () => {
    const samples = noise(40);
    const file = new Blob([makeWav(40, (time) => samples[Math.round(16_000 * time)] ?? 0)]);
    const joined = new FrameSpans({ hopSamples: 320, windowSamples: 320 });
    const ids = ['a', 'n', 'h', 's'];
    for (const row of await framesOf(samples))
      joined.push(ids[row.indexOf(Math.max(...row))] ?? '');
    expect(joined.spans.length).toBeGreaterThan(3);
    const found = await diarizeFrames(model, file);
    expect(found.length / joined.spans.length).toBeCloseTo(1, 1);
    expect(found.at(-1)?.end).toBe(39.98);
  });
});

describe('the stretches of frames', () => {
  test('are joined as in the example of SpeechBrain, to hundredths of a second', () => {
    const joined = new FrameSpans({ hopSamples: 16_000, windowSamples: 16_000 });
    for (const label of 'aaaaaaaaannnnnna') joined.push(label);
    expect(joined.spans).toEqual([
      { start: 0, end: 9, label: 'a' },
      { start: 9, end: 15, label: 'n' },
      { start: 15, end: 16, label: 'a' },
    ]);
  });

  test('overlap where frames do', () => {
    const joined = new FrameSpans({ hopSamples: 640, windowSamples: 1600 });
    for (const label of 'ssshh') joined.push(label);
    expect(joined.spans).toEqual([
      { start: 0, end: 0.18, label: 's' },
      { start: 0.12, end: 0.26, label: 'h' },
    ]);
  });
});
