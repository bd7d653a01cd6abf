import { bestAssignment } from './assignment.js';
import type { Voices } from './cluster-voices.js';
import { dot } from './vectors.js';

/** The voice of a person that is known by name. */
export type VoicePrint = {
  readonly name: string;
  /** The mean embedding of the speaker encoder, `[256]`, of length 1. */
  readonly embedding: readonly number[];
};

/**
 * From this cosine on a voice may be that of a print. In conversations of EmoDB, RAVDESS and nEMO, all
 * 344 pairs of voices of one speaker reached it, and 1.1 % of 3,501 pairs of two; of EMOVO and the Korean
 * corpora, all of 231 and 2.2 % of 1,348.
 */
const SAME_FROM = 0.88;

/**
 * Finds the voices of known people: each print names at most one voice, and so that the cosines are as
 * large as possible together.
 *
 * @returns a name for each voice, or undefined
 * @throws RangeError if a print has another size than the voices
 */
export function nameVoices(voices: Voices, prints: readonly VoicePrint[]): (string | undefined)[] {
  for (const { name, embedding } of prints) {
    const expected = voices[0]?.length ?? embedding.length;
    if (embedding.length === expected) continue;
    throw new RangeError(
      `The voice print of ${name} has ${embedding.length} numbers, expected ${expected}. Make it again with this version.`,
    );
  }
  const cosines = voices.map((voice) => prints.map(({ embedding }) => dot(voice, embedding)));
  // A pair that is too different gains nothing, so that it never displaces one that is similar.
  const gains = cosines.map((row) => row.map((cosine) => (cosine < SAME_FROM ? 0 : cosine)));
  return bestAssignment(gains).map((print, voice) =>
    (gains[voice]?.[print] ?? 0) > 0 ? prints[print]?.name : undefined,
  );
}
