/** Measures the processor's peak rate, the operations of each graph, and the time of each node type. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../attempt.js';
import { nodeWorker } from '../commands.js';
import { readProfile } from '../read-profile.js';
import { EMBEDDED } from '../variants.js';
import { COMPARED_SECONDS } from './clips.js';

const plain = (models, file) => ({ graph: join(models, 'seeded', 'onnx', file) });

/**
 * The graphs that are profiled, all with this library's runtime.
 *
 * @type {Record<string, (places: { checkpoint: string, models: string }) => object>}
 */
const GRAPHS = {
  'wav2emo fp32': ({ checkpoint }) => ({ own: { source: checkpoint, precision: 'fp32' } }),
  'wav2emo int8': ({ checkpoint }) => ({ own: { source: checkpoint, precision: 'int8' } }),
  [EMBEDDED.name]: () => ({ own: {} }),
  'plain export fp32': ({ models }) => plain(models, 'model.onnx'),
  'plain export q8': ({ models }) => plain(models, 'model_quantized.onnx'),
};

/** @returns `peak`, multiply-adds per second in fp32 and int8, and `profiles`, results of `readProfile` by name */
export async function measureLimit(bench) {
  const { places, timeoutMs } = bench;
  const folder = join(places.folder, 'limit');
  const peak = await readMessage(
    bench,
    nodeWorker('peak', { folder: join(folder, 'peak') }),
    timeoutMs,
  );
  const profiles = {};
  for (const [name, graph] of Object.entries(GRAPHS))
    profiles[name] = await profile(bench, join(folder, 'profile'), graph(places));
  rmSync(folder, { recursive: true, force: true });
  return { peak, profiles };
}

async function profile(bench, folder, graph) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sound = bench.sounds.clips[COMPARED_SECONDS];
  const found = await readMessage(
    bench,
    nodeWorker('profile', { ...graph, sound, folder }),
    bench.timeoutMs,
  );
  const files = readdirSync(folder);
  if (found.failure || files.length !== 1) return { failure: found.failure ?? 'no profile' };
  return readProfile(join(folder, files[0]));
}

/** Runs a worker that takes no requests and returns its only message. */
async function readMessage({ startCommand }, command, timeoutMs) {
  const worker = startCommand(command);
  const message = await attempt(() => worker.message(timeoutMs));
  await worker.stop();
  return message;
}
