import type { Weight, WeightType } from './graph-state.js';

/** The position of a tensor in the file of weights, in bytes. */
export type ExternalRange = { readonly offset: number; readonly length: number };

/** Alignment of tensors in bytes: one cache line, which makes vector loads fast. */
const ALIGNMENT = 64;
/** Size in bytes; tensors of at least this size are aligned so that every system can map them into memory. */
const LARGE = 1 << 20;
/** Windows maps files at multiples of 64 kB; ONNX Runtime's own writer uses the same alignment. */
const LARGE_ALIGNMENT = 1 << 16;

const ELEMENT_BYTES: Readonly<Record<WeightType, number>> = { float32: 4, float16: 2, int8: 1 };

/** The number of elements of a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Assigns each tensor an aligned position in the file, one after the other.
 *
 * @see https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
 */
export function layOut(weights: Iterable<Weight>): ReadonlyMap<string, ExternalRange> {
  const ranges = new Map<string, ExternalRange>();
  let end = 0;
  for (const { name, type, shape } of weights) {
    const length = sizeOf(shape) * ELEMENT_BYTES[type];
    const alignment = length >= LARGE ? LARGE_ALIGNMENT : ALIGNMENT;
    const offset = Math.ceil(end / alignment) * alignment;
    ranges.set(name, { offset, length });
    end = offset + length;
  }
  return ranges;
}

/**
 * Loads the elements of a weight.
 *
 * @throws RangeError if their number does not match the shape, or they are of another type
 */
export async function loadWeight({ name, type, shape, load }: Weight): Promise<Uint8Array> {
  const data = await load();
  if (data.BYTES_PER_ELEMENT !== ELEMENT_BYTES[type]) {
    throw new RangeError(
      `Weight ${name} is declared as ${type}, found elements of ${data.BYTES_PER_ELEMENT} bytes.`,
    );
  }
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(
      `Weight ${name} of shape [${shape.join(', ')}] has ${sizeOf(shape)} elements, ${data.length} were loaded.`,
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
