import type { Value } from '../../onnx/index.js';
import { batchNorm, linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { EcapaSettings } from './ecapa-settings.js';

/** Smallest divisor, as in torch's `F.normalize`. */
const FLOOR = 1e-12;

/**
 * The scaled cosine similarity of the embedding to the vector of each class: `[1, linNeurons]` to `[1, classes]`.
 *
 * @see speechbrain.lobes.models.ECAPA_TDNN.Classifier
 */
export function cosineClassifier(
  net: ModuleScope,
  embedding: Value,
  settings: EcapaSettings,
): Value {
  const { graph } = net;
  const { value, size } = hiddenBlocks(net, embedding, settings);
  const { classes, scale } = settings;
  const { load } = net.weights.take('weight', [classes, size]);
  const weight = net.addDerivedWeight('weight', {
    shape: [size, classes],
    load: async () => unitColumns(await load(), classes, size, scale),
  });
  const length = graph.op('ReduceL2', [value, graph.constant('int64', [1])], { keepdims: 1 });
  const safe = graph.op('Max', [length, graph.constant('float32', FLOOR)]);
  return graph.op('MatMul', [graph.op('Div', [value, safe]), weight]);
}

function hiddenBlocks(net: ModuleScope, embedding: Value, settings: EcapaSettings) {
  let [value, size] = [embedding, settings.linNeurons];
  for (let block = 0; block < settings.classifierBlocks; block++) {
    const normed = batchNorm(net.child(`blocks.${2 * block}`).child('norm'), value, size);
    const sizes = { from: size, to: settings.classifierNeurons };
    value = linear(net.child(`blocks.${2 * block + 1}`).child('w'), normed, sizes);
    size = sizes.to;
  }
  return { value, size };
}

/** Transposes `[rows, size]` to `[size, rows]` and scales each row to the length `scale`. */
function unitColumns(matrix: Float32Array, rows: number, size: number, scale: number) {
  const transposed = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    const vector = matrix.subarray(row * size, (row + 1) * size);
    const length = Math.max(lengthOf(vector), FLOOR);
    for (const [i, x] of vector.entries()) transposed[i * rows + row] = (scale * x) / length;
  }
  return transposed;
}

/** The Euclidean length, with the bits of V8's `Math.hypot`, whose number of arguments is limited. */
function lengthOf(vector: Float32Array): number {
  const largest = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0) return 0;
  let [sum, compensation] = [0, 0];
  for (const x of vector) {
    // Kahan's summation.
    const term = (x / largest) ** 2 - compensation;
    const next = sum + term;
    compensation = next - sum - term;
    sum = next;
  }
  return Math.sqrt(sum) * largest;
}
