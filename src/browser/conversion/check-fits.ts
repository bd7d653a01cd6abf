import type { OpenedCheckpoint } from '../../conversion/web.js';
import { CheckpointError } from '../../errors.js';
import { browser } from '../platform.js';

const MB = 2 ** 20;

/** Bytes of a number in fp32, in which a model is computed at least while it is measured. */
const NUMBER_BYTES = 4;

/**
 * The runtime holds the weights twice while it opens a graph: as they are read, and as it computes them.
 */
const COPIES = 2;

/** WebAssembly addresses at most 4 GB, of which the runtime and a recording need some. */
const WASM_BYTES = 3584 * MB;

/**
 * Refuses a checkpoint that is too large for this browser. Only its settings and the directory of its
 * tensors have been read by then.
 *
 * @param deviceBytes the memory of the device. Default: what the browser says, which is at most 8 GB.
 * @throws CheckpointError `checkpoint-too-large`
 */
export function checkFits(
  { name, plan }: Pick<OpenedCheckpoint, 'name' | 'plan'>,
  deviceBytes = deviceMemory(),
): void {
  const weights = NUMBER_BYTES * plan().parameters;
  const most = Math.floor(Math.min(WASM_BYTES, deviceBytes) / COPIES);
  if (weights <= most) return;
  throw new CheckpointError(
    'checkpoint-too-large',
    `The weights of ${name} take ${inMb(weights)} MB; this browser can convert at most ${inMb(most)} MB. Convert the model with the command line (wav2emo convert --precision int8), and open the bundle that it writes.`,
  );
}

/** Browsers that do not tell the memory of the device, and pages by http, are given 4 GB. */
function deviceMemory(): number {
  return (browser.navigator?.deviceMemory ?? 4) * 1024 * MB;
}

function inMb(bytes: number): number {
  return Math.ceil(bytes / MB);
}
