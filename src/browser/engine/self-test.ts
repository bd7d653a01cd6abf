import { toModelInfo } from '../../bundles/web.js';
import { DeviceError } from '../../errors.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { ModelWorker } from '../../workers/web.js';
import type { WebBundle } from '../sources/web-bundle.js';
import { EXPECTED_EMBEDDINGS } from './expected-embeddings.js';
import { streamOf } from '../recordings/stream-of.js';
import { testWaveform } from './test-waveform.js';

/**
 * The largest relative distance of the embeddings. The embedded models compute in float32, and WebAssembly
 * is within 0.00001 of the native runtime; a device that computes something else is far beyond it.
 */
const MAX_DISTANCE = 0.01;

/**
 * Lets an open model compute a fixed waveform and compares its embedding with the values that the native
 * runtime computed.
 *
 * @param name of the open model
 * @returns whether the package has expected values of this model
 * @throws DeviceError `device-failed` if the values differ
 */
export async function selfTest(
  worker: ModelWorker,
  name: string,
  bundle: WebBundle,
): Promise<boolean> {
  const expected = EXPECTED_EMBEDDINGS[toModelInfo(bundle).fingerprint];
  const input = streamOf(testWaveform(), MODEL_SAMPLE_RATE);
  // Without expected values, too: the first run of a graph prepares it.
  const { result } = await worker.classify(name, input, { voiceActivity: false });
  if (!expected) return false;
  const distance = relativeDistance(expected, result.embedding);
  if (distance <= MAX_DISTANCE) return true;
  throw new DeviceError(
    'device-failed',
    `The device computes other values than expected: the embedding of the test differs by ${(100 * distance).toFixed(1)} %, at most ${100 * MAX_DISTANCE} % are expected. Choose another device, or another browser.`,
  );
}

/** The length of the difference, as a share of the length of the expected vector. */
function relativeDistance(expected: readonly number[], found: Float32Array): number {
  // Expected values are those of every n-th number, so that the package stays small.
  const step = Math.floor(found.length / expected.length);
  const difference = expected.map((value, at) => (found[at * step] ?? NaN) - value);
  const distance = Math.hypot(...difference) / Math.hypot(...expected);
  return Number.isNaN(distance) ? Infinity : distance;
}
