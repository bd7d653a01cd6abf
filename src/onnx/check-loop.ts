import type { GraphProto, NodeProto, TensorProto } from 'onnx-buf';
import { UnknownGraph } from './unknown-graph.js';

/** Largest constant in the number of turns: samples of a second, and more. */
const MAX_CONSTANT = 1 << 20;
/** Largest number of nodes between the length of the recording and the number of turns. */
const MAX_STEPS = 16;

/** Operators with which the number of turns is computed; the second operand is a constant. */
const STEPS: ReadonlySet<string> = new Set(['Add', 'Sub', 'Div', 'Max', 'Squeeze']);

/**
 * Checks that a loop ends: the number of its turns is computed from the length of the recording and small
 * constants, and its body passes the condition on as it is.
 *
 * @param graph the graph with the loop
 * @returns the body of the loop
 * @throws UnknownGraph
 */
export function checkLoop(loop: NodeProto, graph: GraphProto): GraphProto {
  const body = loop.attribute.find(({ name }) => name === 'body')?.g;
  if (!body) throw new UnknownGraph('it contains a loop without a body.');
  checkTurns(loop.input[0] ?? '', graph);
  const [, condition, ...carried] = body.input;
  const [passedOn, ...results] = body.output;
  const producer = body.node.find(({ output }) => output.includes(passedOn?.name ?? ''));
  const isPassedOn = producer?.opType === 'Identity' && producer.input[0] === condition?.name;
  if (!condition || !isPassedOn || carried.length > 0 || results.length !== 1)
    throw new UnknownGraph('it contains a loop that decides by itself when it ends.');
  return body;
}

function checkTurns(name: string, { node, initializer }: GraphProto): void {
  const constants = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  let wanted = name;
  for (let step = 0; step < MAX_STEPS; step++) {
    const producer = node.find(({ output }) => output.includes(wanted));
    if (producer?.opType === 'Shape') return;
    const [first = '', ...others] = producer?.input ?? [];
    const areSmall = others.every((each) => isSmall(constants.get(each)));
    if (producer?.domain !== '' || !STEPS.has(producer.opType) || !areSmall) break;
    wanted = first;
  }
  throw new UnknownGraph(
    'it contains a loop whose number of turns does not follow from the length of the recording.',
  );
}

function isSmall(tensor: TensorProto | undefined): boolean {
  const { rawData } = tensor ?? {};
  if (rawData?.length !== BigInt64Array.BYTES_PER_ELEMENT) return false;
  const value = new DataView(rawData.buffer, rawData.byteOffset).getBigInt64(0, true);
  return value >= -MAX_CONSTANT && value <= MAX_CONSTANT;
}
