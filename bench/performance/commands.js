/** Commands that start each engine as a worker of the benchmark. */
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';
import { THREADS } from './variants.js';

/** The program and its arguments for a file of bench/workers. */
export function nodeWorker(name, settings) {
  const script = join(root, 'bench', 'workers', `${name}.js`);
  return [process.execPath, script, JSON.stringify({ ...settings, threads: THREADS })];
}

const ENGINES = {
  wav2emo: ({ checkpoint }, { precision }) =>
    nodeWorker('wav2emo', { source: checkpoint, precision }),
  embedded: (_, { source }) => nodeWorker('wav2emo', { source }),
  onnxruntime: ({ models }) =>
    nodeWorker('onnxruntime', { path: join(models, 'seeded', 'onnx', 'model.onnx') }),
  transformersJs: ({ packages, models }, { precision }) =>
    nodeWorker('transformers-js', { packages, models, dtype: precision }),
  speechbrain: pythonWorker,
  transformers: pythonWorker,
};

function pythonWorker({ python, checkpoint, models }, { engine, precision }) {
  const script = join(root, 'bench', 'peers', 'worker.py');
  const choice = ['--engine', engine, '--precision', precision, '--threads', String(THREADS)];
  return [python, script, ...choice, '--checkpoint', checkpoint, '--models', models];
}

/**
 * The program and its arguments for a variant.
 *
 * @param places what `preparePeers` has made
 */
export function commandOf(places, variant) {
  return ENGINES[variant.engine](places, variant);
}

/** The program and its arguments for recordings on the command line; `words` are options of `classify`. */
export function commandLineOf({ checkpoint }, { precision, words }, paths) {
  const script = join(root, 'bench', 'workers', 'command-line.js');
  const model = precision === undefined ? [] : ['--model', checkpoint, '--precision', precision];
  return [process.execPath, script, 'classify', ...paths, '--json', ...words, ...model];
}

/** The environment of every worker: no network, and the benchmark's own cache and home folder. */
export function environmentOf({ folder }) {
  return {
    ...process.env,
    ...{ WAV2EMO_CACHE: join(folder, 'cache'), HOME: join(folder, 'home') },
    ...{ HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1', CUDA_VISIBLE_DEVICES: '' },
    // Without this, the runtime of transformers.js reports to its maker.
    ...{ ORT_DISABLE_TELEMETRY: '1', OMP_NUM_THREADS: String(THREADS) },
  };
}
