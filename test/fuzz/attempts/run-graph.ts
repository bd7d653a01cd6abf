import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DATA_FILE, MODEL_FILE } from '../../../src/graph-files.js';
import { checkGraph } from '../../../src/onnx/index.js';
import { openSession } from '../../../src/runtime/node.js';
import { mutateGraph } from '../mutate-graph.js';
import type { Attempt } from './attempt.js';

/** Opens and computes changed graphs that pass the check, as those of a bundle would be. */
export const runGraph: Attempt = async (random) => {
  const model = random() < 0.5 ? 'wav2vec2-mini' : 'ecapa-mini';
  const folder = new URL(`../../../models/${model}/`, import.meta.url);
  const graph = mutateGraph(readFileSync(fileURLToPath(new URL(MODEL_FILE, folder))), random);
  const weights = fileURLToPath(new URL(DATA_FILE, folder));
  try {
    checkGraph(graph, readFileSync(weights).length, MODEL_FILE);
  } catch {
    return 'refused';
  }
  try {
    const session = await openSession({ graph, weights }, { threads: 1 });
    const data = Float32Array.from({ length: 16_000 }, () => random() - 0.5);
    const { logits } = await session.run({ waveform: { data, shape: [1, data.length] } });
    await session.dispose();
    // What is not finite here is refused before it becomes a result: GraphRunner checks it.
    return logits?.data.every(Number.isFinite) === true ? 'read' : 'refused by the runtime';
  } catch {
    return 'refused by the runtime';
  }
};
