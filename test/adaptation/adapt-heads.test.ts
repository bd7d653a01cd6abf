import { expect, test } from 'vitest';
import { adaptHeads } from '../../src/adaptation/index.js';
import { seededHeads } from '../support/heads-bundle.js';
import { seededRandom } from '../support/seeded-random.js';

const LABELS = ['calm', 'loud'];

/** Clips whose classes are `distance` standard deviations apart in each of 16 dimensions. */
function clips(distance: number, count: number, seed = 5) {
  const random = seededRandom(seed * 7919);
  const noise = () => 2 * (random() + random() + random()) - 3;
  return Array.from({ length: count }, (_, at) => ({
    embedding: Float32Array.from({ length: 16 }, () => noise() + (at % 2 === 0 ? distance : 0)),
    seconds: 3,
    label: LABELS[at % 2] ?? '',
    speaker: `speaker ${Math.floor(at / 4)}`,
  }));
}

test('own classes that differ are learnt, and judged on speakers that were held out', () => {
  const found = adaptHeads(clips(1.5, 40), { labels: LABELS });
  expect(found.isBetter).toBe(true);
  expect(found.heldOut).toBe('speakers');
  expect(found.gain.before.value).toBe(0.5);
  expect(found.gain.after.value).toBeGreaterThan(0.9);
  expect(found.heads.labels).toEqual(LABELS);
});

test('classes that do not differ are refused, but for the chance that the interval leaves', () => {
  const seeds = Array.from({ length: 12 }, (_, at) => at + 1);
  const accepted = seeds.filter(
    (seed) => adaptHeads(clips(0, 40, seed), { labels: LABELS }).isBetter,
  );
  expect(accepted.length).toBeLessThanOrEqual(2);
});

test('the same clips make the same heads', () => {
  const [first, second] = [1, 2].map(() => adaptHeads(clips(1, 24), { labels: LABELS }));
  expect(second).toEqual(first);
});

test('without speakers the clips are divided, and the result says so', () => {
  const unnamed = clips(1.5, 24).map((clip) => ({ ...clip, speaker: undefined }));
  expect(adaptHeads(unnamed, { labels: LABELS }).heldOut).toBe('clips');
});

test('a single clip of an own class is refused in words', () => {
  expect(() => adaptHeads(clips(1, 2), { labels: LABELS })).toThrow(/at least two clips/);
  expect(() => adaptHeads(clips(1, 8), { labels: [...LABELS, 'angry'] })).toThrow(
    /no clip of angry/,
  );
});

/** Clips of own classes whose speakers differ much more than the classes do. */
function differentVoices() {
  const random = seededRandom(77);
  const voices = Array.from({ length: 12 }, () =>
    Array.from({ length: 16 }, () => 12 * (random() - 0.5)),
  );
  return clips(1.2, 96).map((clip, at) => {
    const speaker = Math.floor(at / 8);
    return {
      ...clip,
      embedding: clip.embedding.map(
        (value, dimension) => value + (voices[speaker]?.[dimension] ?? 0),
      ),
      speaker: `speaker ${speaker}`,
    };
  });
}

test('a relative head is fitted if the clips name their speakers, and beats the absolute one', () => {
  const found = adaptHeads(differentVoices(), { labels: LABELS });
  expect(found.relative?.isUsed).toBe(true);
  expect(found.relative?.gain.gain.value).toBeGreaterThan(0.05);
  expect(found.heads.relative?.population).toHaveLength(16);
  const unnamed = differentVoices().map((clip) => ({ ...clip, speaker: undefined }));
  expect(adaptHeads(unnamed, { labels: LABELS }).heads.relative).toBeUndefined();
});

test('the relative head of the base model stays for its labels, in their new order', () => {
  const heads = seededHeads({ embeddingSize: 16 });
  const known = clips(0, 40).map((clip, at) => ({ ...clip, label: at % 2 === 0 ? 'sad' : 'neu' }));
  const found = adaptHeads(known, { labels: ['sad', 'neu'], heads });
  const { weight = [], bias = [] } = heads.relative ?? {};
  expect(found.relative?.isUsed).toBe(false);
  expect(found.heads.relative?.weight).toEqual([weight[3], weight[0]]);
  expect(found.heads.relative?.bias).toEqual([bias[3], bias[0]]);
});
