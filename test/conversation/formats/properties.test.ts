import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Conversation,
  type EmotionSegment,
  writeConversation,
} from '../../../src/conversation/index.js';
import { CALL, MONOLOGUE } from '../made-conversation.js';

const [TEMPLATE] = MONOLOGUE.segments as [EmotionSegment];

/** Segments of one speaker in any order, overlapping, empty, or beyond the end. */
const anySegments = fc.array(
  fc.tuple(
    fc.double({ min: -1, max: 12, noNaN: true }),
    fc.double({ min: 0, max: 4, noNaN: true }),
  ),
  { maxLength: 12 },
);

const withSegments = (spans: readonly (readonly [number, number])[]): Conversation => ({
  ...MONOLOGUE,
  durationSeconds: 10,
  segments: spans.map(([start, length]) => ({ ...TEMPLATE, start, end: start + length })),
});

const intervalsOf = (grid: string) =>
  [...grid.matchAll(/intervals \[\d+\]:\n\s+xmin = (\S+)\n\s+xmax = (\S+)/g)].map(
    ([, start, end]) => [Number(start), Number(end)] as const,
  );

describe('whatever the segments are', () => {
  test('a TextGrid has no gap and no overlap from 0 to its end', () => {
    fc.assert(
      fc.property(anySegments, (spans) => {
        const recording = { file: 'a.wav', conversation: withSegments(spans) };
        const intervals = intervalsOf(writeConversation(recording, 'textgrid'));
        expect(intervals[0]?.[0]).toBe(0);
        expect(intervals.at(-1)?.[1]).toBe(10);
        for (const [at, [start, end]] of intervals.entries()) {
          expect(end).toBeGreaterThan(start);
          if (at > 0) expect(start).toBe(intervals[at - 1]?.[1]);
        }
      }),
    );
  });

  test('the annotations of a tier of ELAN are in order and never empty', () => {
    fc.assert(
      fc.property(anySegments, (spans) => {
        const recording = { file: 'a.wav', conversation: withSegments(spans) };
        const eaf = writeConversation(recording, 'eaf');
        const times = [...eaf.matchAll(/TIME_VALUE="(\d+)"/g)].map(([, value]) => Number(value));
        let reached = 0;
        for (const [at, time] of times.entries()) {
          if (at % 2 === 0) expect(time).toBeGreaterThanOrEqual(reached);
          else expect(time).toBeGreaterThan(times[at - 1] ?? Infinity);
          reached = time;
        }
      }),
    );
  });
});

describe('whatever the names are', () => {
  const anyName = fc.string({ unit: 'binary', maxLength: 30 });

  test('a line-based format has as many lines as with a plain name', () => {
    const lines = (name: string, format: 'srt' | 'vtt' | 'rttm-speakers' | 'audacity') => {
      const speakers = CALL.speakers.map((speaker, at) =>
        at === 0 ? { ...speaker, name } : speaker,
      );
      const conversation = { ...CALL, speakers };
      return writeConversation({ file: `${name}.wav`, conversation }, format).split(/\r\n|\r|\n/);
    };
    fc.assert(
      fc.property(
        anyName,
        fc.constantFrom('srt', 'vtt', 'rttm-speakers', 'audacity'),
        (name, format) => {
          expect(lines(name, format)).toHaveLength(lines('Ann', format).length);
          if (format === 'rttm-speakers')
            for (const line of lines(name, format).slice(0, -1))
              expect(line.split(/\s+/)).toHaveLength(10);
        },
      ),
    );
  });

  test('ELAN receives only characters that XML can hold, and every bracket is escaped', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const conversation = {
          ...CALL,
          speakers: CALL.speakers.map((speaker) => ({ ...speaker, name })),
        };
        const eaf = writeConversation({ file: name, conversation }, 'eaf');
        // eslint-disable-next-line no-control-regex -- these are what must not occur
        expect(eaf).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
        const tags = eaf.match(/<[^<>]*>/g)?.length;
        expect(eaf.match(/</g)).toHaveLength(tags ?? 0);
        expect(eaf.match(/>/g)).toHaveLength(tags ?? 0);
      }),
    );
  });
});
