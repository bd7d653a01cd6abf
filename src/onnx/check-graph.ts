import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema } from 'onnx-buf';
import { CheckpointError } from '../errors.js';
import { checkLoop } from './check-loop.js';
import { checkNode } from './check-node.js';
import { checkTensor } from './check-tensor.js';
import { UnknownGraph } from './unknown-graph.js';
import { KNOWN_SETS } from './known-operators.js';

/** Largest size of a graph without its weights, in bytes; those of this project have 0.1 MB. */
const MAX_GRAPH_BYTES = 16_000_000;
/** Largest number of nodes; those of this project have some hundreds. */
const MAX_NODES = 50_000;

/** The input of every graph of a bundle. */
const INPUT = 'waveform';
/** The outputs that a graph of a bundle may have. */
const OUTPUTS: readonly string[] = [
  'logits, embedding',
  'logits, embedding, dimensions',
  'logits, embedding, frames',
  'logits, embedding, frame_logits',
];

/**
 * Checks that a graph contains only what this project writes: its operators with their numbers of
 * inputs, its kind of loop, its operator sets, its sizes, and weights inside their file. The runtime is
 * native code and reads graphs of other tools with faults: some make it crash or never end.
 *
 * @param bytes of the `.onnx` file
 * @param weightBytes size of the file of weights; 0 if there is none
 * @param place path of the graph, for the error message
 * @throws CheckpointError `checkpoint-unsafe`
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function checkGraph(bytes: Uint8Array, weightBytes: number, place: string): void {
  try {
    checkModel(parse(bytes), weightBytes);
  } catch (error) {
    if (!(error instanceof UnknownGraph)) throw error;
    throw new CheckpointError(
      'checkpoint-unsafe',
      `${place} is not a graph as wav2emo writes it: ${error.message} It is not opened. Convert the checkpoint of this model with wav2emo instead.`,
      { cause: error },
    );
  }
}

function parse(bytes: Uint8Array): ModelProto {
  if (bytes.length > MAX_GRAPH_BYTES)
    throw new UnknownGraph(`it has ${bytes.length} bytes, expected at most ${MAX_GRAPH_BYTES}.`);
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new UnknownGraph(`it cannot be parsed (${String(error)}).`);
  }
}

function checkModel(model: ModelProto, weightBytes: number): void {
  const { graph, opsetImport, functions, trainingInfo } = model;
  if (!graph) throw new UnknownGraph('it contains no graph.');
  if (functions.length > 0 || trainingInfo.length > 0)
    throw new UnknownGraph('it contains functions or training information.');
  for (const { domain, version } of opsetImport)
    if (!KNOWN_SETS[domain]?.includes(version))
      throw new UnknownGraph(`it uses version ${version} of the operator set "${domain}".`);
  if (graph.sparseInitializer.length > 0) throw new UnknownGraph('it contains sparse tensors.');
  const names = (values: GraphProto['input']) => values.map(({ name }) => name).join(', ');
  if (names(graph.input) !== INPUT || !OUTPUTS.includes(names(graph.output)))
    throw new UnknownGraph(
      `it has the inputs ${names(graph.input)} and the outputs ${names(graph.output)}, expected ${INPUT} and ${OUTPUTS.join(', or ')}.`,
    );
  for (const tensor of graph.initializer) checkTensor(tensor, weightBytes);
  checkNodes(graph, new Set(graph.initializer.map(({ name }) => name)));
}

/** Checks the nodes of a graph and of the bodies of its loops; bodies contain no loops. */
function checkNodes(graph: GraphProto, known: Set<string>, isBody = false): void {
  if (graph.node.length > MAX_NODES)
    throw new UnknownGraph(`it has ${graph.node.length} nodes, expected at most ${MAX_NODES}.`);
  for (const { name } of graph.input) known.add(name);
  for (const node of graph.node) {
    checkNode(node, known);
    if (node.opType === 'Loop') {
      if (isBody) throw new UnknownGraph('it contains a loop inside a loop.');
      const body = checkLoop(node, graph);
      if (body.initializer.length > 0 || body.sparseInitializer.length > 0)
        throw new UnknownGraph('the body of a loop contains tensors.');
      checkNodes(body, new Set(known), true);
    }
    for (const name of node.output) if (name !== '') known.add(name);
  }
  for (const { name } of graph.output)
    if (!known.has(name)) throw new UnknownGraph(`nothing computes its output ${name}.`);
}
