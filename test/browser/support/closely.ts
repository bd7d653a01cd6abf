import { expect } from 'vitest';

/** The largest difference of two numbers that count as the same. */
const TOLERANCE = 1e-4;

/** Replaces every number by a matcher for numbers within the tolerance. */
export function closely(value: unknown, tolerance = TOLERANCE): unknown {
  if (typeof value === 'number')
    return expect.toSatisfy((found: number) => Math.abs(found - value) < tolerance);
  if (Array.isArray(value)) return value.map((part) => closely(part, tolerance));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, closely(part, tolerance)]),
  );
}
