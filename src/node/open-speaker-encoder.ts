import { fileURLToPath } from 'node:url';
import { packageUrl } from '../package-files.js';
import type { Session } from '../runtime/index.js';
import { openSession } from '../runtime/node.js';

/** Resemblyzer's encoder; `models/speaker-encoder.LICENSE` is its licence. */
const GRAPH_FILE = fileURLToPath(packageUrl('models/speaker-encoder.onnx'));

let encoder: Promise<Session> | undefined;

/**
 * Opens the speaker encoder, once for the process: input `waveform` `[batch, time]`, 16 kHz mono; output
 * `embedding` `[batch, 256]`. If it cannot be opened, the next call tries again.
 *
 * @throws FileError if the file cannot be read
 */
export function openSpeakerEncoder(): Promise<Session> {
  encoder ??= openSession(GRAPH_FILE).catch((error: unknown) => {
    encoder = undefined;
    throw error;
  });
  return encoder;
}
