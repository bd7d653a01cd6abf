/**
 * Runs a graph under the runtime's profiler, which writes a file into a folder: node profile.js
 * '{"own": {"source": MODEL, "precision": "int8"}, "sound": FILE, "folder": FOLDER, "threads": 2}', or `"graph": FILE`
 * in place of `own`.
 */
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { prepareBundle } from '../../dist/index.js';
import { normalise } from './arithmetic.js';
import { readSamples, say } from './serve-requests.js';

const RUNS = 6;

const { own, graph, sound, folder, threads } = JSON.parse(process.argv[2]);
const path = own ? join((await prepareBundle(own)).folder, 'model.onnx') : graph;
const session = await InferenceSession.create(path, {
  ...{ intraOpNumThreads: threads, enableProfiling: true, logSeverityLevel: 3 },
  profileFilePrefix: join(folder, 'profile'),
});
const [input] = session.inputNames;
const samples = normalise(readSamples(sound));
for (let run = 0; run < RUNS; run++)
  await session.run({ [input]: new Tensor('float32', samples, [1, samples.length]) });
session.endProfiling();
say({ ready: true });
