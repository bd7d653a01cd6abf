import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type ModelProto, ModelProtoSchema, type NodeProto } from 'onnx-buf';

type Random = () => number;

const pick = <T>(list: readonly T[], random: Random): T | undefined =>
  list[Math.floor(random() * list.length)];

const OPERATORS = [
  'Add',
  'MatMul',
  'Max',
  'Slice',
  'Reshape',
  'Conv',
  'Loop',
  'Pad',
  'Expand',
  'Split',
];
const INTEGERS = [-1n, 0n, 1n, 2n, 3n, 8n, 255n, 65_535n, 2n ** 31n, -(2n ** 31n), 2n ** 62n];

const NODES: readonly ((node: NodeProto, others: readonly NodeProto[], random: Random) => void)[] =
  [
    (node, _others, random) => (node.opType = pick(OPERATORS, random) ?? ''),
    (node, others, random) => (node.opType = pick(others, random)?.opType ?? ''),
    (node) => node.input.pop(),
    (node) => node.input.reverse(),
    (node, others, random) => node.input.push(pick(others, random)?.output[0] ?? ''),
    (node, others, random) => {
      const at = Math.floor(random() * node.input.length);
      node.input[at] = random() < 0.3 ? '' : (pick(others, random)?.output[0] ?? '');
    },
    (node) => (node.attribute = []),
    (node, others, random) => (node.attribute = pick(others, random)?.attribute ?? []),
    (node, _others, random) => {
      const attribute = pick(node.attribute, random);
      if (attribute) attribute.i = pick(INTEGERS, random) ?? 0n;
      if (attribute)
        attribute.ints = attribute.ints.map((each) =>
          random() < 0.5 ? each : (pick(INTEGERS, random) ?? 0n),
        );
    },
  ];

/** Changes a graph by its structure: operators, inputs, attributes, shapes, constants, order. */
export function mutateGraph(bytes: Uint8Array, random: Random): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--) mutateOnce(model, random);
  return toBinary(ModelProtoSchema, model);
}

function mutateOnce(model: ModelProto, random: Random): void {
  const { graph } = model;
  if (!graph) return;
  const bodies = graph.node.flatMap(({ attribute }) => attribute.flatMap(({ g }) => g?.node ?? []));
  const nodes = random() < 0.3 && bodies.length > 0 ? bodies : graph.node;
  const node = pick(nodes, random);
  const tensor = pick(graph.initializer, random);
  const kind = random();
  if (kind < 0.7 && node) pick(NODES, random)?.(node, nodes, random);
  else if (kind < 0.8 && tensor)
    tensor.dims = tensor.dims.map((size) =>
      random() < 0.5 ? size : (pick(INTEGERS, random) ?? size),
    );
  else if (kind < 0.9 && tensor)
    tensor.rawData = tensor.rawData.map((byte) =>
      random() < 0.3 ? Math.floor(random() * 256) : byte,
    );
  else graph.node.splice(Math.floor(random() * graph.node.length), 1);
}
