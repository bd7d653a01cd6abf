import type { Value } from '../../onnx/index.js';
import { batchNorm, linear } from '../layers/layers.js';
import type { ModuleScope } from '../layers/module-scope.js';
import type { EcapaSettings } from './ecapa-settings.js';

/** Lengths below this count as this, as in torch's `F.normalize`. */
const FLOOR = 1e-12;

/**
 * Scaled cosine of the embedding with each class's vector: `[1, linNeurons]` to `[1, classes]`.
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

/** `[rows, size]` to `[size, rows]`, each row brought to the length `scale`. */
function unitColumns(matrix: Float32Array, rows: number, size: number, scale: number) {
  const turned = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    const vector = matrix.subarray(row * size, (row + 1) * size);
    const length = Math.max(Math.hypot(...vector), FLOOR);
    for (const [i, x] of vector.entries()) turned[i * rows + row] = (scale * x) / length;
  }
  return turned;
}
