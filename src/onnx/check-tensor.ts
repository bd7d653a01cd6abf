import { type TensorProto, TensorProto_DataLocation } from 'onnx-buf';
import { DATA_FILE } from '../graph-files.js';
import { CONSTANT_BYTES } from './constants.js';
import { ELEMENT_TYPE_NUMBERS, type ElementType } from './element-type.js';
import { UnknownGraph } from './unknown-graph.js';

const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = {
  float32: 4,
  float16: 2,
  int8: 1,
  uint8: 1,
  int64: 8,
  bool: 1,
};

const BYTES_BY_NUMBER: ReadonlyMap<number, number> = new Map(
  Object.entries(ELEMENT_TYPE_NUMBERS).map(([type, number]) => [
    number,
    ELEMENT_BYTES[type as ElementType],
  ]),
);

/** Largest number of dimensions. */
const MAX_DIMENSIONS = 8;

/**
 * Checks a tensor of a graph: small ones are inside it, large ones are in the file of weights, and both
 * have exactly the bytes that their shape needs.
 *
 * @param weightBytes size of the file of weights
 * @throws UnknownGraph
 */
export function checkTensor(tensor: TensorProto, weightBytes: number): void {
  const { name, dataType, dims, rawData, dataLocation } = tensor;
  const elementBytes = BYTES_BY_NUMBER.get(dataType);
  if (elementBytes === undefined)
    throw new UnknownGraph(`the tensor ${name} has elements of the type ${dataType}.`);
  if (dims.length > MAX_DIMENSIONS || dims.some((size) => size < 0n))
    throw new UnknownGraph(`the shape [${dims.join(', ')}] of ${name} is impossible.`);
  const bytes = Number(dims.reduce((product, size) => product * size, 1n)) * elementBytes;
  if (hasOtherData(tensor)) throw new UnknownGraph(`the tensor ${name} has data in another form.`);
  if (dataLocation === TensorProto_DataLocation.EXTERNAL) {
    checkExternal(tensor, bytes, weightBytes);
  } else if (rawData.length !== bytes || bytes > CONSTANT_BYTES) {
    throw new UnknownGraph(
      `the tensor ${name} has ${rawData.length} bytes inside the graph, expected ${bytes} and at most ${CONSTANT_BYTES}.`,
    );
  }
}

function hasOtherData(tensor: TensorProto): boolean {
  const { floatData, int32Data, stringData, int64Data, doubleData, uint64Data, segment } = tensor;
  const lists = [floatData, int32Data, stringData, int64Data, doubleData, uint64Data];
  return lists.some(({ length }) => length > 0) || segment !== undefined;
}

function checkExternal(
  { name, externalData, rawData }: TensorProto,
  bytes: number,
  weightBytes: number,
): void {
  const entries = Object.fromEntries(externalData.map(({ key, value }) => [key, value]));
  const keys = externalData.map(({ key }) => key).sort();
  const offset = toCount(entries['offset']);
  const isRight =
    keys.join() === 'length,location,offset' &&
    entries['location'] === DATA_FILE &&
    toCount(entries['length']) === bytes &&
    offset !== undefined &&
    offset + bytes <= weightBytes;
  if (isRight && rawData.length === 0) return;
  throw new UnknownGraph(
    `the weight ${name} is not at a place inside ${DATA_FILE} that has the size of its shape.`,
  );
}

/** Reads a decimal number without sign or exponent. */
function toCount(text = ''): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
