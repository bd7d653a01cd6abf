import { onTestFinished } from 'vitest';
import { openCheckpoint, openFolder } from '../../src/checkpoint/node.js';
import { planModel, type GraphOptions, type ModelPlan } from '../../src/models/index.js';
import { writeModel } from '../../src/onnx/node.js';
import { openSession } from '../../src/runtime/node.js';
import { temporaryFolder } from '../onnx/graph-in-folder.js';
import { fixture } from './golden.js';

/** Plans the checkpoint of a fixture. */
export async function planOf(name: string, options?: GraphOptions): Promise<ModelPlan> {
  const folder = await openFolder(fixture(`checkpoints/${name}`));
  return planModel(await openCheckpoint(folder), options);
}

/** Writes the graph of a plan and computes waveforms with the real runtime. */
export async function runPlan(plan: ModelPlan) {
  const written = await writeModel(await plan.build(), await temporaryFolder());
  const { modelPath, parameters, bytes } = written;
  const session = await openSession(modelPath);
  onTestFinished(() => session.dispose());
  const run = async (samples: Float32Array) => {
    const feeds = { waveform: { data: samples, shape: [1, samples.length] } };
    const { embedding, logits, dimensions } = await session.run(feeds);
    if (!embedding || !logits) throw new Error('the graph lacks an output');
    return { embedding, logits, dimensions };
  };
  return { run, session, parameters, bytes };
}
