import { Wav2EmoError } from '../../../src/errors.js';
import { mutate } from '../mutate.js';
import { repairChecksums } from '../repair.js';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Makes a mutant, uses it, and says what came of it. */
export type Attempt = (random: () => number) => Promise<string>;

/** Mutants whose checksums are made right again, of all. */
const REPAIRED = 0.8;

/** Mutates one of the seeds. */
export function mutant(seeds: readonly Bytes[], random: () => number): Bytes {
  const pick = () => seeds[Math.floor(random() * seeds.length)] ?? new Uint8Array();
  const bytes = mutate(pick(), pick(), random);
  return random() < REPAIRED ? repairChecksums(bytes) : bytes;
}

/** `refused` for an error in words, which is what readers throw; otherwise the error. */
export function refusal(error: unknown): string {
  if (error instanceof Wav2EmoError || error instanceof RangeError) return 'refused';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** `read` if every number of an answer is finite. */
export function judgeNumbers(answer: unknown): string {
  const isFinite = (value: unknown): boolean =>
    typeof value === 'number'
      ? Number.isFinite(value)
      : typeof value !== 'object' || value === null || Object.values(value).every(isFinite);
  return isFinite(answer) ? 'read' : 'not finite';
}
