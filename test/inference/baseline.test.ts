import { describe, expect, test } from 'vitest';
import { BaselineError } from '../../src/errors.js';
import {
  Baseline,
  makeBaseline,
  MIN_BASELINE_SECONDS,
  parseBaseline,
  SpeakerVoice,
} from '../../src/inference/index.js';
import { part, tinyModel } from './voices.js';

const model = tinyModel();
const angry = (count: number) => Array.from({ length: count }, () => part(5, 3, 1));
const calm = (count: number) => Array.from({ length: count }, () => part(5, 0, 1));

describe('the mean of a voice', () => {
  test('is that of its parts, weighted by their seconds of speech', () => {
    const { embedding, seconds, recordings } = makeBaseline(tinyModel({ labels: ['sad', 'ang'] }), [
      [part(1, 3, 1)],
      [part(2, 0, 4), part(0, 9, 9)],
    ]);
    expect(embedding).toEqual([1, 3]);
    expect([seconds, recordings]).toEqual([3, 2]);
  });

  test('hardly contains the emotional parts among mostly ordinary ones', () => {
    const { embedding, seconds } = makeBaseline(model, [[...calm(15), ...angry(5)]]);
    // The plain mean is 0.75.
    expect(embedding[0]).toBeLessThan(0.2);
    expect(embedding[1]).toBeCloseTo(1, 6);
    expect(seconds).toBe(100);
  });

  test('is that of the emotional parts if there is nothing else', () => {
    expect(makeBaseline(model, [angry(3)]).embedding).toEqual([3, 1]);
  });

  test('is the same for every order of the recordings, up to rounding', () => {
    const parts = [part(2, 0.3, 1), part(4, 1.7, 2), part(3, 0.1, 0.5), part(6, 0.2, 1.1)];
    const [there] = [makeBaseline(model, [parts])];
    const back = makeBaseline(model, [[...parts].reverse()]);
    for (const [at, value] of there.embedding.entries())
      expect(back.embedding[at]).toBeCloseTo(value, 7);
  });

  test('leaves out a recording that is judged', () => {
    const recordings = [[part(4, 0.1, 1)], [part(3, 0.2, 2)], [part(5, 0, 3)]];
    const voice = new SpeakerVoice(model, recordings, { name: 'Anna' });
    const changed = new SpeakerVoice(model, [...recordings.slice(0, 2), [part(5, 0.05, 900)]]);
    // The second number of the embedding has no weight in the head, so the weights are about the same.
    const [found, other] = [voice.baseline(2), changed.baseline(2)];
    expect(found?.embedding[1]).toBeCloseTo(other?.embedding[1] ?? NaN, 1);
    expect(found).toMatchObject({ seconds: 7, recordings: 2, name: 'Anna' });
    expect(voice.baseline()?.recordings).toBe(3);
  });

  test('needs a second of speech', () => {
    const short = [[part(MIN_BASELINE_SECONDS - 0.1, 0)]];
    expect(() => makeBaseline(model, short)).toThrow(BaselineError);
    expect(() => makeBaseline(model, short)).toThrow(
      /Found 0\.9 s of speech in 1 recording, expected at least 1 s/,
    );
    expect(() => makeBaseline(model, [])).toThrow(/Found 0\.0 s of speech in 0 recordings/);
    expect(new SpeakerVoice(model, [[part(9, 0)]]).baseline(0)).toBeUndefined();
  });

  test('needs a model with a relative head', () => {
    const plain = { ...model, heads: undefined };
    expect(() => makeBaseline(plain, [calm(3)])).toThrow(/tiny cannot compare a recording/);
  });
});

describe('the reliability', () => {
  const reliability = (parts: ReturnType<typeof calm>) => makeBaseline(model, [parts]).reliability;

  test('grows with the amount of speech', () => {
    const found = [[part(1.5, 0)], calm(1), calm(4), calm(40)].map(reliability);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found[0]).toBeLessThan(0.4);
    expect(found[3]).toBeGreaterThan(0.95);
  });

  test('is lower if the parts differ', () => {
    const mixed = Array.from({ length: 10 }, (_, at) => part(5, at % 2 ? 0.8 : -0.8));
    expect(reliability(mixed)).toBeLessThan(reliability(calm(10)));
  });

  test('follows its formula', () => {
    // One part of 5 s: n = 1, v = (0 + 2) / (1 + 2), 1 / (1 + 2 / 3).
    expect(reliability(calm(1))).toBe(0.6);
  });
});

describe('the file of a baseline', () => {
  const baseline = makeBaseline(model, [calm(3), [part(4, 0.1, 0.7)]], { name: 'Anna' });
  const json = baseline.toJSON();

  test('returns the same baseline', () => {
    const found = parseBaseline(JSON.stringify(baseline), 'anna.json');
    expect(found).toEqual(baseline);
    expect(found.toJSON()).toEqual(json);
    expect(json).toMatchObject({ format: 'wav2emo-baseline', version: 1, name: 'Anna' });
  });

  test('makes an object that cannot be changed', () => {
    expect(Object.isFrozen(baseline)).toBe(true);
    expect(Object.isFrozen(baseline.embedding)).toBe(true);
  });

  test.each([
    ['a text', 'hello', 'is not JSON'],
    ['another JSON', '{"a": 1}', 'is not a baseline'],
    ['a later version', JSON.stringify({ ...json, version: 2 }), 'version'],
    ['no speech', JSON.stringify({ ...json, seconds: 0 }), 'seconds'],
    ['a wrong checksum', JSON.stringify({ ...json, model: { name: 'x', sha256: 'y' } }), 'sha256'],
    ['no numbers', JSON.stringify({ ...json, embedding: ['a'] }), 'embedding'],
    [
      'a huge number',
      JSON.stringify(json).replace('"embedding":[', '"embedding":[1e999,'),
      'embed',
    ],
    ['a reliability of 2', JSON.stringify({ ...json, reliability: 2 }), 'reliability'],
  ])('is refused if it is %s', (_name, text, problem) => {
    const parse = () => parseBaseline(text, 'some.json');
    expect(parse).toThrow(BaselineError);
    expect(parse).toThrow('some.json');
    expect(parse).toThrow(problem);
  });

  test('is not accepted as a text without a place', () => {
    expect(() => Baseline.fromJSON(null)).toThrow(/The value is not a baseline/);
  });
});
