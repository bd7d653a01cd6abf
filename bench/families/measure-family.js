/** Times one checkpoint with its reference and with ours; the processes alternate, so that all run under the same conditions. */
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { attempt } from '../performance/attempt.js';
import { summarise } from '../performance/statistics.js';
import { WorkerProcess } from '../performance/worker-process.js';

/** Threads of every process. */
export const THREADS = 2;
/** A conversion in int8 computes its distance from the full model, which takes minutes for a large one. */
const OPEN_MS = 1_200_000;
const ANSWER_MS = 180_000;
const MEMORY_BYTES = 14e9;

/**
 * @param {{ checkpoint: string, clip: string, python: string, rounds: number, work: string }} options
 * @returns for `reference`, `fp32` and `int8` either `failure` in words, or `median`, `lower` and `upper` in
 *   milliseconds, `probabilities`, and of ours the `precision` that was measured
 */
export async function measureFamily({ checkpoint, clip, python, rounds, work }) {
  const script = join(root, 'bench', 'peers', 'reference_worker.py');
  const recipes = join(root, 'recipes', 'parity');
  const words = ['--recipes', recipes, '--folder', checkpoint, '--threads', String(THREADS)];
  const commands = {
    reference: [{ command: [python, script, ...words] }],
    fp32: [ours(checkpoint, 'fp32')],
    // int8 is refused for convolutional networks, and where its results are too far from the full model's.
    int8: [ours(checkpoint, 'int8'), ours(checkpoint, 'int8-weights')],
  };
  const runs = [];
  for (const [name, choices] of Object.entries(commands))
    runs.push(await openFirst(name, choices, work));
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round++)
    for (const run of runs) if (!run.failure) await computeClip(run, clip, round > 0);
  for (const { worker } of runs) await worker.stop();
  return Object.fromEntries(runs.map((run) => [run.name, summary(run)]));
}

function ours(source, precision) {
  const script = join(root, 'bench', 'workers', 'family.js');
  const words = JSON.stringify({ source, precision, threads: THREADS });
  return { precision, command: [process.execPath, script, words] };
}

/** Opens the first of some commands that can open the checkpoint. */
async function openFirst(name, choices, work) {
  const run = await open(name, choices[0], work);
  if (!run.failure || choices.length === 1) return run;
  await run.worker.stop();
  return openFirst(name, choices.slice(1), work);
}

async function open(name, { command, precision }, work) {
  const environment = {
    ...process.env,
    ...{ WAV2EMO_CACHE: join(work, 'cache'), OMP_NUM_THREADS: String(THREADS) },
    ...{ HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1', CUDA_VISIBLE_DEVICES: '' },
  };
  const worker = new WorkerProcess(command, { environment, memoryBytes: MEMORY_BYTES });
  const { failure } = await attempt(() => worker.message(OPEN_MS));
  return { name, precision, worker, failure, times: [], probabilities: undefined };
}

async function computeClip(run, clip, counts) {
  const request = { work: 'clips', paths: [clip] };
  const found = await attempt(() => run.worker.ask(request, ANSWER_MS));
  run.failure = found.failure;
  run.probabilities = found.probabilities;
  if (counts) run.times.push(found.milliseconds);
}

function summary({ failure, times, probabilities, precision }) {
  return failure ? { failure } : { ...summarise(times), probabilities, precision };
}
