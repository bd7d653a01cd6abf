import { InvalidArgumentError } from 'commander';

/** Parses the ends of a scale, e.g. `1,5`. */
export function parseRange(text: string): [low: number, high: number] {
  const [low = NaN, high = NaN, ...rest] = text.split(',').map(Number);
  if (rest.length > 0 || !Number.isFinite(low) || !(high > low))
    throw new InvalidArgumentError('Expected two numbers, the lower one first, e.g. 1,5.');
  return [low, high];
}
