import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type LiveEvent,
  livePort,
  type LiveSettings,
  runLive,
} from '../../src/conversation/index.js';
import { loadRecording } from '../../src/audio/node.js';
import { type LoadedModel, toResultJson } from '../../src/inference/index.js';
import { openModel, openRecording, prepareBundle } from '../../src/node/index.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { seededRandom } from '../support/seeded-random.js';

const RATE = 16_000;
let model: LoadedModel;

beforeAll(async () => {
  model = await openModel(await prepareBundle({ source: 'ecapa-mini' }), { threads: 1 });
});

afterAll(async () => {
  await model.dispose();
});

const example = async (name: string) =>
  (await loadRecording(await openRecording(`examples/audio/${name}.flac`))).samples;

const silence = (seconds: number) => new Float32Array(seconds * RATE);

function joined(...parts: Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function* inPieces(samples: Float32Array, size: number) {
  for (let at = 0; at < samples.length; at += size) {
    await Promise.resolve();
    yield [samples.slice(at, at + size)];
  }
}

/** Runs a session over samples that arrive in pieces of some length. */
async function live(
  samples: Float32Array,
  size = 1600,
  settings: LiveSettings & { rate?: number; of?: LoadedModel } = {},
) {
  const events: LiveEvent[] = [];
  const { rate = RATE, of = model, ...others } = settings;
  const stream = { sampleRate: rate, pieces: inPieces(samples, size) };
  const onEvent = (event: LiveEvent) => events.push(event);
  const summary = await runLive(await livePort(of), stream, { ...others, onEvent });
  return { events, summary };
}

const ofType = <T extends LiveEvent['type']>(events: readonly LiveEvent[], type: T) =>
  events.filter((event): event is Extract<LiveEvent, { type: T }> => event.type === type);

test('two phrases with silence around them are two utterances, and silence has no measurement', async () => {
  const [first, second] = [await example('angry-woman'), await example('sad-woman')];
  const samples = joined(silence(2), first, silence(3), second, silence(2));
  const { events, summary } = await live(samples);
  const ends = ofType(events, 'utterance.end');
  expect(ends.map(({ utterance, reason }) => [utterance, reason])).toEqual([
    [1, 'silence'],
    [2, 'silence'],
  ]);
  expect(ends[0]?.startSeconds).toBeGreaterThan(1.8);
  expect(ends[0]?.endSeconds).toBeLessThan(2 + first.length / RATE + 0.3);
  expect(ends[1]?.startSeconds).toBeGreaterThan(4.8 + first.length / RATE);
  for (const { utterance, startSeconds, endSeconds } of ofType(events, 'measurement')) {
    const whole = ends[utterance - 1];
    expect(startSeconds).toBeGreaterThanOrEqual(whole?.startSeconds ?? Infinity);
    expect(endSeconds).toBeLessThanOrEqual((whole?.endSeconds ?? 0) + 1);
    expect(Number.isInteger(endSeconds)).toBe(true);
  }
  expect(ofType(events, 'measurement').length).toBeGreaterThan(1);
  expect(summary).toMatchObject({ durationSeconds: samples.length / RATE, utterances: 2 });
  expect(Object.values(summary.values).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
});

test('an utterance has the result of its samples alone', async () => {
  const samples = joined(silence(1), await example('happy-woman'), silence(1));
  const [end] = ofType((await live(samples)).events, 'utterance.end');
  const part = samples.subarray((end?.startSeconds ?? 0) * RATE, (end?.endSeconds ?? 0) * RATE);
  const alone = await model.classifySamples(part, { voiceActivity: false });
  const { durationSeconds, ...values } = toResultJson(alone);
  expect(durationSeconds).toBeGreaterThan(1);
  expect(end).toMatchObject(values);
});

test.each([160, 1000, 4000, 12_345])('pieces of %i samples change nothing', async (size) => {
  const samples = joined(silence(0.5), await example('neutral-man'), silence(1.2));
  expect(await live(samples, size)).toEqual(await live(samples));
});

test('a piece that is longer than several intervals is measured once', async () => {
  const samples = await example('angry-woman');
  const settings = { intervalSeconds: 0.25 };
  const often = await live(samples, 1600, settings);
  const once = await live(samples, samples.length, settings);
  expect(ofType(often.events, 'measurement').length).toBeGreaterThan(3);
  expect(ofType(once.events, 'measurement')).toEqual(ofType(often.events, 'measurement').slice(-1));
  expect(ofType(once.events, 'utterance.end')).toEqual(ofType(often.events, 'utterance.end'));
});

test.each([8000, 44_100, 48_000])('sound at %i Hz is resampled', async (rate) => {
  const samples = joined(silence(1), await example('sad-woman'), silence(1.5));
  const length = Math.floor((samples.length * rate) / RATE);
  const changed = Float32Array.from({ length }, (_, at) => {
    const place = (at * RATE) / rate;
    const [low, share] = [Math.floor(place), place % 1];
    return (samples[low] ?? 0) * (1 - share) + (samples[low + 1] ?? 0) * share;
  });
  const { events, summary } = await live(changed, 4410, { rate });
  expect(ofType(events, 'utterance.end')).toHaveLength(1);
  expect(summary.durationSeconds).toBeCloseTo(samples.length / RATE, 1);
});

test('speech that is 34 dB quieter is found, and the noise of a quiet room is not', async () => {
  const random = seededRandom(1);
  const noise = Float32Array.from({ length: 20 * RATE }, () => (random() - 0.5) * 0.002);
  expect((await live(noise)).events).toEqual([]);
  const quiet = joined(noise.subarray(0, 3 * RATE), await example('sad-woman'), silence(2));
  const { events } = await live(quiet.map((sample) => sample * 0.02));
  expect(ofType(events, 'utterance.end')).toHaveLength(1);
});

describe('a model that can compare a voice with a baseline', () => {
  let relative: LoadedModel;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wav2emo-live-'));
    const source = await bundleWithHeads(join(folder, 'model'), { source: 'ecapa-mini' });
    relative = await openModel(await prepareBundle({ source }), { threads: 1 });
  });
  afterAll(async () => {
    await relative.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const phrases = async () =>
    joined(
      silence(1),
      ...(await Promise.all(
        ['neutral-woman', 'angry-woman', 'sad-woman', 'happy-woman'].map(example),
      ).then((parts) => parts.flatMap((part) => [part, silence(1.5)]))),
    );

  test('learns the voice from the first utterances and compares the later ones with it', async () => {
    const settings = { learnSeconds: 3, of: relative };
    const { events, summary } = await live(await phrases(), 1600, settings);
    const ends = ofType(events, 'utterance.end');
    expect(ends.map(({ comparedWith }) => comparedWith?.head)).toEqual([
      'absolute',
      'relative',
      'relative',
      'relative',
    ]);
    const learnt = ofType(events, 'baseline');
    expect(learnt.map(({ isComplete }) => isComplete)).toEqual([false, true]);
    const [, , third, fourth] = ends.map(({ comparedWith }) => comparedWith);
    expect(third).toEqual(fourth);
    expect(third).toMatchObject({ seconds: learnt[1]?.seconds });
    expect(summary.baseline).toMatchObject({ seconds: learnt[1]?.seconds, recordings: 2 });
  });

  test('compares everything with a baseline that is given, and nothing if told so', async () => {
    const samples = await phrases();
    const { summary } = await live(samples, 1600, { of: relative });
    const given = await live(samples, 1600, { of: relative, baseline: summary.baseline });
    expect(ofType(given.events, 'baseline')).toEqual([]);
    for (const { comparedWith } of ofType(given.events, 'measurement'))
      expect(comparedWith).toMatchObject({ head: 'relative', seconds: summary.baseline?.seconds });
    const none = await live(samples, 1600, { of: relative, baseline: 'none' });
    for (const { comparedWith } of ofType(none.events, 'utterance.end'))
      expect(comparedWith).toEqual({ head: 'absolute' });
    expect(none.summary.baseline).toBeUndefined();
  });

  test('refuses the baseline of another model', async () => {
    const { summary } = await live(await phrases(), 1600, { of: relative });
    await expect(live(silence(1), 1600, { baseline: summary.baseline })).rejects.toMatchObject({
      code: 'baseline-unsupported',
    });
  });
});

test('an empty stream has a summary', async () => {
  expect((await live(new Float32Array(0))).summary).toEqual({
    durationSeconds: 0,
    speechSeconds: 0,
    utterances: 0,
    values: {},
  });
});

test('a setting out of its range is refused', async () => {
  await expect(live(silence(1), 1600, { intervalSeconds: 0.1 })).rejects.toThrow(
    'Found intervalSeconds 0.1, expected 0.25 to 10 seconds.',
  );
});

test('an aborted session stops with the reason of its signal', async () => {
  const port = await livePort(model);
  const stop = new AbortController();
  const samples = joined(await example('sad-woman'), silence(1));
  const running = runLive(
    port,
    { sampleRate: RATE, pieces: inPieces(samples, 1600) },
    {
      signal: stop.signal,
      onEvent: () => {
        stop.abort(new Error('enough'));
      },
    },
  );
  await expect(running).rejects.toThrow('enough');
});
