import { create } from '@bufbuild/protobuf';
import {
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { ELEMENT_TYPE_NUMBERS, type ElementType } from './element-type.js';

/** Largest tensor inside the graph, in bytes; larger tensors are weights. */
export const CONSTANT_BYTES = 1024;

/**
 * Creates a tensor that contains its values, and a key that is the same for equal tensors.
 *
 * @param values a number is a scalar (shape `[]`); an array is a vector unless `shape` is passed
 * @throws RangeError if the tensor has more than {@link CONSTANT_BYTES}, or the number of values does not
 *   match the shape
 */
export function toConstant(
  type: 'float32' | 'int64',
  values: number | readonly number[],
  shape: readonly number[] = typeof values === 'number' ? [] : [values.length],
): { key: string; tensor: TensorProto } {
  const list = typeof values === 'number' ? [values] : values;
  const expected = shape.reduce((product, size) => product * size, 1);
  if (list.length !== expected) {
    throw new RangeError(
      `Shape [${shape.join(', ')}] needs ${expected} values, found ${list.length}.`,
    );
  }
  const rawData = toBytes(type, list);
  if (rawData.length > CONSTANT_BYTES) {
    throw new RangeError(
      `A constant has ${rawData.length} bytes, expected at most ${CONSTANT_BYTES}. Use weight().`,
    );
  }
  const tensor = create(TensorProtoSchema, {
    name: list.length <= 4 ? list.join('_') : `${list.length}_values`,
    dataType: ELEMENT_TYPE_NUMBERS[type],
    dims: shape.map(BigInt),
    rawData,
  });
  return { key: `${type}|${shape.join()}|${list.join()}`, tensor };
}

/** Declares the type and shape of a graph's input or output; a text is the name of a size that varies. */
export function toValueInfo(
  name: string,
  type: ElementType,
  shape: readonly (number | string)[],
): ValueInfoProto {
  const dim = shape.map((size) =>
    typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } },
  );
  const value = { elemType: ELEMENT_TYPE_NUMBERS[type], shape: { dim } };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value } } });
}

function toBytes(type: 'float32' | 'int64', values: readonly number[]): Uint8Array<ArrayBuffer> {
  const array = type === 'float32' ? Float32Array.from(values) : BigInt64Array.from(values, BigInt);
  return new Uint8Array(array.buffer);
}
