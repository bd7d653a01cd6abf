import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
} from 'onnx-buf';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSourceCheckpoint } from '../../src/conversion/open-source-checkpoint.js';
import { GraphBuilder } from '../../src/onnx/index.js';
import { checkGraph } from '../../src/onnx/index.js';
import { checkNode } from '../../src/onnx/check-node.js';
import { encodeModel } from '../../src/onnx/model-proto.js';
import { layOut } from '../../src/onnx/external-data.js';
import { PRECISIONS } from '../../src/precision.js';
import { checkpointFolder } from '../support/fixtures.js';

const LOTS = 2 ** 40;
const place = 'model.onnx';

const embedded = (name: string) => readModel(`${name}/model.onnx`);

async function readModel(path: string): Promise<Uint8Array> {
  const file = new URL(`../../models/${path}`, import.meta.url);
  return await readFile(fileURLToPath(file));
}

describe('the graphs that this project writes are accepted:', () => {
  test.each(['wav2vec2-mini', 'ecapa-mini'])('%s', async (name) => {
    checkGraph(await embedded(name), LOTS, place);
  });

  test.each(readdirSync(checkpointFolder('')))('%s in every precision', async (name) => {
    const plan = (await openSourceCheckpoint({ folder: checkpointFolder(name) })).plan();
    let checked = 0;
    for (const precision of PRECISIONS) {
      // Some architectures have no graph in some precisions.
      const graph = await Promise.resolve()
        .then(() => plan.build({ precision }))
        .catch(() => undefined);
      if (!graph) continue;
      const ranges = layOut(graph.state.weights.values());
      checkGraph(encodeModel(graph.state, 'model.onnx.data', ranges), LOTS, place);
      checked++;
    }
    expect(checked).toBeGreaterThan(0);
  });

  test('the nodes of the speaker encoder', async () => {
    const { graph } = fromBinary(ModelProtoSchema, await readModel('speaker-encoder.onnx'));
    if (!graph) throw new TypeError('There is no graph.');
    const known = new Set([...graph.input, ...graph.initializer].map(({ name }) => name));
    for (const each of graph.node) {
      checkNode(each, known);
      for (const name of each.output) known.add(name);
    }
    expect(graph.node.some(({ opType }) => opType === 'LSTM')).toBe(true);
  });
});

describe('a graph of somebody else is refused:', () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await embedded('wav2vec2-mini');
  });

  const refused = (change: (model: ModelProto) => void, words: RegExp) => {
    const model = fromBinary(ModelProtoSchema, bytes);
    change(model);
    const changed = toBinary(ModelProtoSchema, model);
    expect(() => {
      checkGraph(changed, LOTS, place);
    }).toThrow(expect.objectContaining({ code: 'checkpoint-unsafe' }));
    expect(() => {
      checkGraph(changed, LOTS, place);
    }).toThrow(words);
  };
  const nodes = (model: ModelProto) => model.graph?.node ?? [];
  const node = (model: ModelProto, type: string) =>
    nodes(model).find(({ opType }) => opType === type) ?? create(NodeProtoSchema);

  test('an operator that is not written here', () => {
    refused((model) => (node(model, 'Mul').opType = 'ConvTranspose'), /operator ConvTranspose/);
    refused((model) => (node(model, 'Mul').opType = 'toString'), /operator toString/);
    refused((model) => (node(model, 'Mul').domain = 'ai.onnx.ml'), /operator ai\.onnx\.ml:Mul/);
  });

  test('an omitted or missing input', () => {
    refused((model) => (node(model, 'Max').input[1] = ''), /input 2 of Max is omitted/);
    refused((model) => node(model, 'Max').input.pop(), /Max has 1 inputs/);
    refused((model) => (node(model, 'Max').input[0] = 'nothing'), /nothing computes/);
  });

  test('an attribute out of bounds', () => {
    refused((model) => {
      const [attribute] = node(model, 'Shape').attribute;
      if (attribute) attribute.i = 65_535n;
    }, /attribute \w+ of Shape/);
    // This one makes ONNX Runtime 1.27 crash.
    refused((model) => {
      const end = node(model, 'Shape').attribute.find(({ name }) => name === 'end');
      if (end) end.i = 0n;
    }, /attribute end of Shape/);
  });

  test('a loop that does not end', () => {
    const loop = (model: ModelProto) => node(model, 'Loop');
    refused((model) => {
      const tensor = model.graph?.initializer.find(
        ({ dims, dataType }) => dataType === 7 && dims.length < 2,
      );
      if (tensor) loop(model).input[0] = tensor.name;
    }, /number of turns/);
    refused((model) => (loop(model).input[0] = ''), /omitted/);
    refused((model) => {
      const body = loop(model).attribute[0]?.g;
      const passing = body?.node.find(({ opType }) => opType === 'Identity');
      if (passing && body) passing.input[0] = body.input[0]?.name ?? '';
    }, /decides by itself/);
    refused((model) => {
      loop(model).attribute[0]?.g?.node.push(structuredCloneNode(loop(model)));
    }, /loop inside a loop|nothing computes|two nodes/);
  });

  test('weights outside their file, or of another size', () => {
    const weight = (model: ModelProto) =>
      model.graph?.initializer.find(({ externalData }) => externalData.length > 0);
    const entry = (model: ModelProto, key: string, value: string) => {
      const found = weight(model)?.externalData.find((each) => each.key === key);
      if (found) found.value = value;
    };
    refused((model) => {
      entry(model, 'location', '../../etc/passwd');
    }, /is not at a place inside/);
    refused((model) => {
      entry(model, 'offset', String(LOTS));
    }, /is not at a place inside/);
    refused((model) => {
      entry(model, 'length', '12');
    }, /is not at a place inside/);
  });

  test('other operator sets, functions, inputs and large constants', () => {
    refused((model) => {
      const [set] = model.opsetImport;
      if (set) set.version = 21n;
    }, /version 21/);
    refused((model) => model.graph?.input.pop(), /it has the inputs/);
    refused((model) => {
      const tensor = model.graph?.initializer.find(({ rawData }) => rawData.length > 0);
      if (tensor) tensor.dims = [1n << 40n];
    }, /bytes inside the graph/);
    refused((model) => (model.graph = create(GraphProtoSchema)), /it has the inputs/);
  });

  test('bytes that are no graph, and a graph that is too large', () => {
    for (const junk of [new Uint8Array([255, 255, 255]), new Uint8Array(17_000_000)])
      expect(() => {
        checkGraph(junk, LOTS, place);
      }).toThrow(expect.objectContaining({ code: 'checkpoint-unsafe' }));
  });
});

function structuredCloneNode(node: NodeProto) {
  return fromBinary(NodeProtoSchema, toBinary(NodeProtoSchema, node));
}

test('a graph of the builder with another name of its input is refused', () => {
  const graph = new GraphBuilder();
  const input = graph.input('sound', 'float32', [1, 'time']);
  graph.output('logits', input, 'float32', [1, 'time']);
  const bytes = encodeModel(graph.state, 'model.onnx.data', new Map());
  expect(() => {
    checkGraph(bytes, 0, place);
  }).toThrow(/it has the inputs sound/);
});
