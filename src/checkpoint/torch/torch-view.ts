import { CheckpointError } from '../../errors.js';
import type { TorchTensor } from './torch-globals.js';

/** A checked view of a storage; all numbers in elements. */
export type TorchView = {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Number of elements of the tensor. */
  readonly length: number;
  /** Elements of the storage from the first to the last that the tensor uses. */
  readonly extent: number;
  /** Whether the elements lie in C order without gaps. */
  readonly contiguous: boolean;
};

/** Most dimensions of a tensor; torch allows 64 too. */
const MAX_DIMENSIONS = 64;

/** Most elements of a tensor that repeats the elements of its storage (stride 0). */
const MAX_REPEATED = 65_536;

/**
 * Checks the shape, strides and offset of a tensor against the length of its storage.
 *
 * @throws CheckpointError (`checkpoint-corrupt`) naming the tensor.
 */
export function checkView(tensor: TorchTensor, name: string, file: string): TorchView {
  const [offset, shape, strides] = tensor.view;
  const available = tensor.storage.length;
  const found = `offset ${show(offset)}, shape ${show(shape)}, strides ${show(strides)}`;
  if (!isCount(offset) || !isCounts(shape) || !isCounts(strides)) throw absurd(name, file, found);
  if (shape.length !== strides.length) throw absurd(name, file, found);
  const length = shape.reduce((product, size) => product * size, 1);
  const extent =
    length === 0 ? 0 : 1 + shape.reduce((sum, n, i) => sum + (n - 1) * (strides[i] ?? 0), 0);
  const fits = offset + extent <= available && length <= Math.max(available, MAX_REPEATED);
  if (!fits) throw absurd(name, file, `${found} in a storage of ${available} elements`);
  return { offset, shape, strides, length, extent, contiguous: isContiguous(shape, strides) };
}

/** Copies the elements of a strided view into C order; `values` begins with the view's first element. */
export function gather(values: Float32Array, view: TorchView): Float32Array {
  const { shape, strides, length } = view;
  const out = new Float32Array(length);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < length; to += 1) {
    out[to] = values[from] ?? NaN;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const size = shape[axis] ?? 1;
      const stride = strides[axis] ?? 0;
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next < size ? next : 0;
      from += next < size ? stride : -stride * (size - 1);
      if (next < size) break;
    }
  }
  return out;
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const size = shape[axis] ?? 1;
    // The stride of a dimension of size 1 is never used, and torch writes any number there.
    if (size !== 1 && strides[axis] !== expected) return false;
    expected *= size;
  }
  return true;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= MAX_DIMENSIONS && value.every(isCount);
}

function show(value: unknown): string {
  const parts = (Array.isArray(value) ? (value as unknown[]) : [value]).slice(0, MAX_DIMENSIONS);
  const text = parts.map((part) => (typeof part === 'number' ? String(part) : '?')).join(', ');
  return Array.isArray(value) ? `[${text}]` : text;
}

function absurd(name: string, file: string, found: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-corrupt',
    `${file}: the tensor ${name} has ${found}; expected a view that lies within its storage. ` +
      'Download the file again.',
  );
}
