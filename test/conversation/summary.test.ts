import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, covered, join, secondsOf, type Span } from '../../src/conversation/index.js';
import { findSyllables } from '../../src/conversation/summary/find-syllables.js';
import { SoundTrack } from '../../src/conversation/summary/sound-track.js';
import { summarise } from '../../src/conversation/summary/summarise.js';
import {
  countInterruptions,
  longestMonologue,
} from '../../src/conversation/summary/turn-taking.js';
import { nameLabel } from '../../src/labels.js';
import { readClip } from '../support/spoken-conversation.js';
import { synthesiseSpeech } from '../support/formant-synthesis.js';

const LABELS = ['neu', 'ang'].map(nameLabel);
const span = (start: number, end: number): Span => ({ start, end });

describe('spans', () => {
  const spans = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 10 })))
    .map((pairs) => join(pairs.map(([start, length]) => span(start, start + length))));

  test('agree with counting seconds one by one', () => {
    fc.assert(
      fc.property(spans, spans, fc.nat(90), (a, b, from) => {
        const isIn = (list: readonly Span[], at: number) =>
          list.some(({ start, end }) => start <= at && at < end);
        const seconds = Array.from({ length: 100 }, (_, at) => at);
        const count = (isCounted: (at: number) => boolean) => seconds.filter(isCounted).length;
        expect(secondsOf(covered([a, b], 1))).toBe(count((at) => isIn(a, at) || isIn(b, at)));
        expect(secondsOf(covered([a, b], 2))).toBe(count((at) => isIn(a, at) && isIn(b, at)));
        expect(secondsOf(clip(a, span(from, from + 10)))).toBe(
          count((at) => isIn(a, at) && at >= from && at < from + 10),
        );
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});

describe('turn taking', () => {
  test('counts who takes the turn, not who says mhm', () => {
    const other = [span(0, 10), span(20, 30)];
    expect(countInterruptions([span(4, 4.6), span(9, 14)], [other])).toBe(1);
    expect(countInterruptions([span(11, 19), span(21, 25)], [other])).toBe(0);
  });

  test('measures the longest turn across pauses and backchannels', () => {
    const speech = [span(0, 5), span(6, 9), span(15, 17)];
    expect(longestMonologue(speech, [[span(5.2, 5.6)]])).toBe(9);
    expect(longestMonologue(speech, [[span(5, 6.5)]])).toBe(5);
    expect(longestMonologue([], [speech])).toBe(0);
  });
});

describe('findSyllables', () => {
  test.each([
    ['neutral-man', 11],
    ['angry-man', 11],
    ['neutral-woman', 11],
    ['sad-woman', 11],
  ])('finds about as many as %s says: %d', async (name, syllables) => {
    const found = findSyllables(await readClip(name));
    expect(found.length).toBeGreaterThanOrEqual(syllables - 3);
    expect(found.length).toBeLessThanOrEqual(syllables + 2);
  });

  test('finds none in noise and silence', () => {
    const noise = Float32Array.from({ length: 32_000 }, (_, at) => 0.1 * Math.sin(at * at * 0.37));
    expect(findSyllables(noise)).toEqual([]);
    expect(findSyllables(new Float32Array(16_000))).toEqual([]);
    expect(findSyllables(new Float32Array(0))).toEqual([]);
  });

  test('counts synthesised vowels', () => {
    const speech = synthesiseSpeech({
      vowels: ['a', 'e', 'o', 'i', 'a', 'u'],
      syllableSeconds: 0.3,
      pitch: () => 115,
      peak: 0.3,
      breath: 0.05,
      formantScale: 1,
    });
    expect(findSyllables(speech)).toHaveLength(6);
  });
});

test('a summary has shares, loudness and parts of each speaker', () => {
  const track = (gains: readonly (readonly [start: number, end: number, gain: number])[]) => {
    const sound = new SoundTrack();
    for (const [start, end, gain] of gains) {
      const length = (end - start) * 16_000;
      const samples = Float32Array.from({ length }, (_, at) => gain * Math.sin(at / 10));
      sound.push({ start, end, samples });
    }
    return { sound, speech: gains.map(([start, end]) => span(start, end)) };
  };
  const segment = (speaker: string, start: number, end: number, label: string) => ({
    ...{ speaker, start, end, label },
    ...{ score: 1, probabilities: [], findings: [] },
  });
  const summary = summarise(
    [
      {
        ...{
          id: 'left',
          course: [],
          ...track([
            [0, 10, 0.1],
            [20, 30, 0.2],
          ]),
        },
        segments: [segment('left', 0, 10, 'neu'), segment('left', 20, 30, 'ang')],
      },
      {
        ...{ id: 'right', course: [], ...track([[9, 14, 0.1]]) },
        segments: [segment('right', 9, 14, 'neu')],
      },
    ],
    { durationSeconds: 30, labels: LABELS },
  );
  expect(summary).toMatchObject({ speechSeconds: 24, silenceSeconds: 6, overlapSeconds: 1 });
  expect(summary.speakers).toMatchObject([
    { speaker: 'left', speechSeconds: 20, emotions: { neu: 0.5, ang: 0.5 }, interruptions: 0 },
    { speaker: 'right', speechSeconds: 5, emotions: { neu: 1, ang: 0 }, interruptions: 1 },
  ]);
  expect(summary.parts.map(({ silenceSeconds }) => silenceSeconds)).toEqual([0, 6, 0]);
  const [quiet, , loud] = summary.parts.map(({ speakers }) => speakers[0]);
  expect((loud?.relativeDecibels ?? 0) - (quiet?.relativeDecibels ?? 0)).toBeCloseTo(6.02, 1);
  expect(loud?.emotions).toEqual({ neu: 0, ang: 1 });
  expect(summary.parts[1]?.speakers[0]).toEqual({
    speaker: 'left',
    speechSeconds: 0,
    emotions: { neu: 0, ang: 0 },
  });
});
