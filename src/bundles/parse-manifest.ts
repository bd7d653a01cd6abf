// This file and its imports load no Node module, so that a browser can parse a description, too.
import { z } from 'zod';
import { CheckpointError } from '../errors.js';
import { type BundleManifest, manifestSchema } from './bundle-manifest.js';

/** An error message shows at most this many validation errors. */
const MAX_PROBLEM_LINES = 4;

/**
 * Parses the text of a `model.json`.
 *
 * @param place path or address of the file, for the error message
 * @throws CheckpointError `checkpoint-corrupt` if it is not a description that this version reads
 */
export function parseManifest(text: string, place: string): BundleManifest {
  const found = manifestSchema.safeParse(parseJson(text, place));
  if (found.success) return found.data;
  const problems = z.prettifyError(found.error).split('\n').slice(0, MAX_PROBLEM_LINES).join(' ');
  throw corruptManifest(place, `is not a description that this version reads (${problems})`);
}

/** The error for a `model.json` that is damaged or does not match its bundle; `problem` completes the sentence "model.json …". */
export function corruptManifest(place: string, problem: string, cause?: unknown): CheckpointError {
  return new CheckpointError(
    'checkpoint-corrupt',
    `${place} ${problem}. Copy, pull or convert the model again.`,
    { cause },
  );
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw corruptManifest(place, `is not JSON (${String(error)})`, error);
  }
}
