import { fileURLToPath } from 'node:url';
import { packageUrl } from '../package-files.js';
import type { Session } from '../runtime/index.js';
import { openSession } from '../runtime/node.js';

/** Version 6 of Silero's detector, for 16 and 8 kHz; `models/silero-vad.LICENSE` is its licence. */
const GRAPH_FILE = fileURLToPath(packageUrl('models/silero-vad.onnx'));

let detector: Promise<Session> | undefined;

/**
 * Opens Silero's voice activity detector, once for the process: every model shares its 2.8 MB. For
 * inputs and outputs see `speechProbabilities`. If it cannot be opened, the next call tries again.
 *
 * @throws FileError if the file cannot be read
 */
export function openVoiceDetector(): Promise<Session> {
  // Its runs are too small to be shared among threads. The runtime's optimisation of the graph takes
  // twice as long as loading it and does not make the runs any shorter.
  detector ??= openSession(GRAPH_FILE, { threads: 1, graphOptimizationLevel: 'disabled' }).catch(
    (error: unknown) => {
      detector = undefined;
      throw error;
    },
  );
  return detector;
}
