import { create, toBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
} from 'onnx-buf';
import { ELEMENT_TYPE_NUMBERS } from './element-type.js';
import { type ExternalRange, loadWeight } from './external-data.js';
import type { GraphBuilder } from './graph-builder.js';
import type { GraphState, Weight } from './graph-state.js';

/** The ONNX operator set of the graphs: the first one with an exact `Gelu`. */
export const OPSET = 20;
/** The version of the file format that belongs to {@link OPSET} (ONNX 1.15). */
const IR_VERSION = 9;

/**
 * Encodes a graph as an ONNX model whose weights are in another file.
 *
 * @param dataFile the name of that file, beside the model
 * @param ranges the position of each weight in it
 */
export function encodeModel(
  state: GraphState,
  dataFile: string,
  ranges: ReadonlyMap<string, ExternalRange>,
): Uint8Array {
  return encodeWithTensors(
    state,
    [...state.weights.values()].map((weight) =>
      toExternalTensor(weight, dataFile, ranges.get(weight.name) ?? { offset: 0, length: 0 }),
    ),
  );
}

/** Encodes a graph as an ONNX model that contains its weights. All of them are in memory at once. */
export async function encodeWhole({ state }: GraphBuilder): Promise<Uint8Array> {
  const tensors: TensorProto[] = [];
  for (const weight of state.weights.values()) {
    const { name, type, shape } = weight;
    const rawData = new Uint8Array(await loadWeight(weight));
    const dims = shape.map(BigInt);
    const dataType = ELEMENT_TYPE_NUMBERS[type];
    tensors.push(create(TensorProtoSchema, { name, dataType, dims, rawData }));
  }
  return encodeWithTensors(state, tensors);
}

function encodeWithTensors(state: GraphState, weights: readonly TensorProto[]): Uint8Array {
  const custom = [...state.domains].filter((domain) => domain !== '').sort();
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(IR_VERSION),
    producerName: 'wav2emo',
    opsetImport: [
      { domain: '', version: BigInt(OPSET) },
      ...custom.map((domain) => ({ domain, version: 1n })),
    ],
    graph: {
      name: 'wav2emo',
      node: state.nodes,
      input: state.inputs,
      output: state.outputs,
      initializer: [...state.constants.values(), ...weights],
    },
  });
  return toBinary(ModelProtoSchema, model);
}

function toExternalTensor(
  { name, type, shape }: Weight,
  location: string,
  { offset, length }: ExternalRange,
): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: ELEMENT_TYPE_NUMBERS[type],
    dims: shape.map(BigInt),
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: [
      { key: 'location', value: location },
      { key: 'offset', value: String(offset) },
      { key: 'length', value: String(length) },
    ],
  });
}
