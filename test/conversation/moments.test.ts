import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeMoment } from '../../src/conversation/index.js';
import { emotionSegments } from '../../src/conversation/segments/emotion-segments.js';
import { findMoments } from '../../src/conversation/segments/find-moments.js';
import { steadyLabels } from '../../src/conversation/segments/steady-labels.js';
import { nameLabel } from '../../src/labels.js';

const LABELS = ['neu', 'ang', 'sad'].map(nameLabel);

/** Windows of half a second: the probability of anger and of sadness in each. */
const windowsOf = (values: readonly (readonly [anger: number, sadness: number])[], start = 0) =>
  values.map(([anger, sadness], at) => ({
    start: start + at / 2,
    end: start + at / 2 + 0.5,
    values: Float32Array.of(1 - anger - sadness, anger, sadness),
  }));

const repeat = (seconds: number, anger: number, sadness = 0) =>
  new Array<readonly [number, number]>(2 * seconds).fill([anger, sadness]);

const momentsOf = (values: readonly (readonly [number, number])[]) => {
  const windows = windowsOf(values);
  return findMoments([{ speaker: 'left', windows, labels: steadyLabels(windows) }], LABELS);
};

describe('steadyLabels', () => {
  test('ignores a single deviating window, and follows a longer one', () => {
    const blip = windowsOf([...repeat(5, 0.1), [0.9, 0], ...repeat(5, 0.1)]);
    expect(new Set(steadyLabels(blip))).toEqual(new Set([0]));
    const episode = windowsOf([...repeat(5, 0.1), ...repeat(3, 0.9), ...repeat(5, 0.1)]);
    expect(steadyLabels(episode)).toEqual([
      ...new Array<number>(10).fill(0),
      ...new Array<number>(6).fill(1),
      ...new Array<number>(10).fill(0),
    ]);
    expect(steadyLabels([])).toEqual([]);
  });

  test('judges speech after a longer pause for itself', () => {
    const angry = windowsOf(repeat(3, 0.9));
    const mild = repeat(1, 0.4);
    const joined = [...angry, ...windowsOf(mild, 3.5)];
    expect(steadyLabels(joined).slice(6)).toEqual([1, 1]);
    const apart = [...angry, ...windowsOf(mild, 8)];
    expect(steadyLabels(apart).slice(6)).toEqual([0, 0]);
  });

  test('chooses at least as much probability as any single label', () => {
    const anything = fc.array(
      fc.tuple(fc.double({ min: 0, max: 0.5 }), fc.double({ min: 0, max: 0.5 })),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(anything, (values) => {
        const windows = windowsOf(values.map(([a, b]) => [a || 0, b || 0] as const));
        const chosen = steadyLabels(windows);
        const gain = (labels: readonly number[]) =>
          labels.reduce((sum, label, at) => sum + 0.5 * (windows[at]?.values[label] ?? 0), 0);
        for (const label of [0, 1, 2])
          expect(gain(chosen)).toBeGreaterThanOrEqual(gain(chosen.map(() => label)) - 1e-6);
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});

describe('emotionSegments', () => {
  test('covers exactly the speech, split at changes, pauses and 15 s', () => {
    const windows = [...windowsOf(repeat(40, 0.1)), ...windowsOf(repeat(4, 0.9), 50)];
    const speech = [
      { start: 0, end: 40 },
      { start: 50, end: 54.2 },
    ];
    const labels = steadyLabels(windows);
    const calibration = { temperature: 1, uncertainBelow: 0.95 };
    const segments = emotionSegments(
      { speaker: 'a', speech, windows, labels, calibration },
      LABELS,
    );
    expect(segments.map(({ label }) => label)).toEqual(['neu', 'neu', 'neu', 'ang']);
    expect(segments.at(-1)).toMatchObject({ start: 50, end: 54.2, speaker: 'a' });
    expect(segments[1]?.start).toBeCloseTo(40 / 3, 6);
    expect(segments[0]?.score).toBeCloseTo(0.9, 5);
    expect(segments[0]?.findings).toEqual([
      { code: 'uncertain', value: expect.any(Number) as number },
    ]);
  });
});

describe('findMoments', () => {
  test('finds peaks that are high and long enough, the strongest first', () => {
    const moments = momentsOf([
      ...repeat(10, 0.1),
      ...repeat(3, 0.8),
      ...repeat(10, 0.1),
      ...repeat(8, 0, 0.9),
      ...repeat(10, 0.1),
      ...repeat(1, 0.9),
      ...repeat(10, 0.1),
      ...repeat(6, 0.5),
      ...repeat(10, 0.1),
    ]);
    expect(moments.filter(({ label }) => label !== 'neu')).toMatchObject([
      { start: 23, end: 31, label: 'sad', reason: 'turning-point', before: 'neu' },
      { start: 10, end: 13, label: 'ang', reason: 'peak' },
    ]);
    expect(moments.find(({ label }) => label === 'neu')).toMatchObject({
      start: 31,
      before: 'sad',
    });
  });

  test('holds on while the emotion wavers, and never for over 15 s', () => {
    const wavering = Array.from({ length: 80 }, (_, at) => [at % 2 ? 0.8 : 0.55, 0] as const);
    const moments = momentsOf([...repeat(5, 0.1), ...wavering, ...repeat(5, 0.1)]);
    expect(moments.filter(({ label }) => label === 'ang')).toMatchObject([{ start: 5, end: 20 }]);
  });

  test('names the segment around a peak that is too short for a segment of its own', () => {
    const values = [...repeat(10, 0.9), ...repeat(2, 0.3, 0.65), ...repeat(10, 0.9)];
    const windows = windowsOf(values);
    const labels = steadyLabels(windows);
    expect(new Set(labels)).toEqual(new Set([1]));
    const moments = findMoments([{ speaker: 'left', windows, labels }], LABELS, {
      threshold: 0.6,
      leastSeconds: 2,
    });
    const [sad, ...others] = moments.filter(({ label }) => label === 'sad');
    if (!sad) throw new Error('no moment');
    expect(others).toEqual([]);
    expect(sad).toMatchObject({ start: 10, end: 12, reason: 'peak', within: 'ang' });
    for (const { label, within } of moments) if (label === 'ang') expect(within).toBeUndefined();
    const speakers = [{ id: 'left', speech: [], baselineSeconds: 0 }];
    expect(describeMoment(sad, { speakers, labels: LABELS })).toEqual({
      en: 'Left channel sounds sad (65 %) for a moment, in speech that sounds angry on the whole',
      zh: '左声道在整体听起来愤怒的一段话中一度听起来悲伤（65%）',
    });
  });

  test('agrees with a segment, or names another one, whatever the windows are', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const stretch = fc.tuple(fc.nat(16), share, share);
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 30 }), (stretches) => {
        const values = stretches.flatMap(([count, sum, part]) =>
          new Array<readonly [number, number]>(count).fill([sum * part, sum * (1 - part)]),
        );
        const windows = windowsOf(values);
        const labels = steadyLabels(windows);
        for (const moment of findMoments([{ speaker: 'left', windows, labels }], LABELS)) {
          const around = new Set(
            windows.flatMap(({ start, end }, at) =>
              start < moment.end && end > moment.start ? [LABELS[labels[at] ?? 0]?.id] : [],
            ),
          );
          if (moment.reason === 'turning-point') expect(moment.within).toBeUndefined();
          else expect(around.has(moment.label)).toBe(moment.within === undefined);
          if (moment.within !== undefined) expect(around).toContain(moment.within);
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test('says why in words, with the name of the speaker', () => {
    const [moment] = momentsOf([...repeat(10, 0.1), ...repeat(8, 0.9), ...repeat(2, 0.1)]);
    if (!moment) throw new Error('no moment');
    const speakers = [{ id: 'left', speech: [], baselineSeconds: 0 }];
    expect(describeMoment(moment, { speakers, labels: LABELS })).toEqual({
      en: 'Left channel turns from neutral to angry (90 %)',
      zh: '左声道由中性转为愤怒（90%）',
    });
    const named = [{ id: 'left', name: 'Anna', speech: [], baselineSeconds: 0 }];
    const peak = { ...moment, reason: 'peak' as const };
    expect(describeMoment(peak, { speakers: named, labels: LABELS })).toEqual({
      en: 'Anna sounds angry (90 %)',
      zh: 'Anna听起来愤怒（90%）',
    });
  });
});
