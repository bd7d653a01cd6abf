import { ProblemError } from '../../api/problem-error.ts';
import type { Problem } from '../../api/types.ts';
import { Wav2EmoError } from './engine.ts';

/** Codes whose words differ in a browser; the page has a text for each. */
const CODES: Readonly<Record<string, string>> = {
  'audio-needs-ffmpeg': 'device-no-ffmpeg',
  'file-not-found': 'device-file',
  'file-unreadable': 'device-file',
  'worker-ended': 'device-ended',
  'model-not-open': 'model-not-loaded',
};

/** Anything that a computation on this device threw, as a problem that can be shown. */
export function toDeviceProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const title = error instanceof Error ? error.message : String(error);
  const code = error instanceof Wav2EmoError ? String(error.code) : 'page-error';
  return { code: CODES[code] ?? code, status: 0, title, detail: title };
}

/** Runs a computation and turns what it throws into a {@link ProblemError}. */
export async function withProblems<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw new ProblemError(toDeviceProblem(error));
  }
}
