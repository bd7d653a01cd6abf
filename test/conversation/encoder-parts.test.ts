import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encoderParts } from '../../src/conversation/emotion/encoder-parts.js';

const RATE = 16_000;

test('parts of speech are short, overlap, and count each moment once', () => {
  const lengths = fc.integer({ min: 400, max: 30 * RATE });
  fc.assert(
    fc.property(lengths, fc.constantFrom(2, 5, Infinity), (length, mostSeconds) => {
      const samples = Float32Array.from({ length }, (_, at) => at);
      const piece = { start: 100, end: 100 + length / RATE, samples };
      const parts = encoderParts(piece, mostSeconds);
      let end = piece.start;
      for (const part of parts) {
        expect(part.kept.start).toBeCloseTo(end, 9);
        end = part.kept.end;
        expect(part.samples.length).toBeLessThanOrEqual(mostSeconds * RATE + 1);
        expect(part.samples[0]).toBe(Math.round((part.start - 100) * RATE));
        expect(part.end - part.start).toBeCloseTo(part.samples.length / RATE, 9);
        const margins = [part.kept.start - part.start, part.end - part.kept.end];
        for (const [at, margin] of margins.entries()) {
          const isEdge = at === 0 ? part === parts[0] : part === parts.at(-1);
          expect(margin).toBeCloseTo(isEdge ? 0 : 0.5, 9);
        }
      }
      expect(end).toBeCloseTo(piece.end, 9);
    }),
    { seed: 6, numRuns: 100 },
  );
});
