import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FrameSpan,
  FRAMES_PER_SECOND,
  SEGMENTER_DEFAULTS,
  type SegmenterSettings,
  SpeechSegmenter,
} from '../../src/conversation/index.js';

function segment(probabilities: readonly number[], settings?: Partial<SegmenterSettings>) {
  const segmenter = new SpeechSegmenter(settings);
  const spans = probabilities.map((probability) => segmenter.push(probability));
  return [...spans, segmenter.finish()].filter((span) => span !== undefined);
}

/** Frames of silence (0), doubt (0.4) and speech (0.9), as `[probability, frames]`. */
const frames = (...runs: (readonly [number, number])[]) =>
  runs.flatMap(([probability, count]) => new Array<number>(count).fill(probability));

const inFrames = (seconds: number) => Math.round(seconds * FRAMES_PER_SECOND);
const PADDING = inFrames(SEGMENTER_DEFAULTS.paddingSeconds);
const LEAST_SPEECH = inFrames(SEGMENTER_DEFAULTS.leastSpeechSeconds);
const LEAST_PAUSE = inFrames(SEGMENTER_DEFAULTS.leastPauseSeconds);
const MOST = Math.floor(SEGMENTER_DEFAULTS.mostSpeechSeconds * FRAMES_PER_SECOND);

const anything = fc
  .array(
    fc.tuple(fc.constantFrom(0, 0.2, 0.36, 0.45, 0.6, 0.95), fc.integer({ min: 1, max: 60 })),
    {
      maxLength: 40,
    },
  )
  .map((runs) => frames(...runs));

const isOrdered = (spans: readonly FrameSpan[]) =>
  spans.every(({ start, end }, at) => end > start && start >= (spans[at - 1]?.end ?? 0));

describe('SpeechSegmenter', () => {
  test('pads speech, and keeps it through doubt and short pauses', () => {
    const speech = frames([0, 30], [0.9, 20], [0.4, 40], [0.1, LEAST_PAUSE - 1], [0.9, 5], [0, 60]);
    const last = 30 + 20 + 40 + LEAST_PAUSE - 1 + 5;
    expect(segment(speech)).toEqual([{ start: 30 - PADDING, end: last + PADDING }]);
  });

  test('does not begin with doubt, and drops a click', () => {
    expect(segment(frames([0.4, 100], [0, 50], [0.9, LEAST_SPEECH - 1], [0, 50]))).toEqual([]);
    expect(segment(frames([0, 50], [0.9, LEAST_SPEECH], [0, 50]))).toHaveLength(1);
  });

  test('ends speech that goes on to the end of the recording', () => {
    expect(segment(frames([0, 10], [0.9, 20]))).toEqual([{ start: 10 - PADDING, end: 30 }]);
  });

  test('cuts long speech where it is least probable, without a gap', () => {
    const spans = segment(frames([0.9, 800], [0.7, 1], [0.9, 600]));
    expect(spans).toEqual([
      { start: 0, end: 800 },
      { start: 800, end: 1401 },
    ]);
  });

  test('finds stretches in order, within the recording, and never too long', () => {
    fc.assert(
      fc.property(anything, (probabilities) => {
        const spans = segment(probabilities, { mostSpeechSeconds: 4 });
        expect(isOrdered(spans)).toBe(true);
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(probabilities.length);
          expect(end - start).toBeLessThanOrEqual(inFrames(4) + PADDING);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('contains each long run of speech, and nothing that is far from speech', () => {
    fc.assert(
      fc.property(anything, (probabilities) => {
        const spans = segment(probabilities);
        const isIn = (frame: number) =>
          spans.some(({ start, end }) => frame >= start && frame < end);
        let run = 0;
        for (const [frame, probability] of probabilities.entries()) {
          run = probability >= SEGMENTER_DEFAULTS.onset ? run + 1 : 0;
          if (run >= LEAST_SPEECH) expect(isIn(frame)).toBe(true);
          const near = probabilities.slice(
            Math.max(0, frame - LEAST_PAUSE),
            frame + LEAST_PAUSE + 1,
          );
          if (near.every((value) => value < SEGMENTER_DEFAULTS.offset))
            expect(isIn(frame)).toBe(false);
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test('needs no sample before what a later stretch can contain', () => {
    fc.assert(
      fc.property(anything, (probabilities) => {
        const segmenter = new SpeechSegmenter();
        let neededFrom = 0;
        for (const [frame, probability] of probabilities.entries()) {
          const span = segmenter.push(probability);
          if (span) expect(span.start).toBeGreaterThanOrEqual(neededFrom);
          expect(segmenter.neededFrom).toBeGreaterThanOrEqual(neededFrom);
          neededFrom = segmenter.neededFrom;
          // This bounds the samples that must stay in memory.
          expect(frame - neededFrom).toBeLessThanOrEqual(MOST);
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
