import type { TensorStore } from '../../src/checkpoint/index.js';

/** A tensor of the variants' fixture: name, shape, and the range of its numbers. */
export type SeededTensor = readonly [
  name: string,
  shape: readonly number[],
  low: number,
  high: number,
];

/** A store whose numbers are computed from the tensors' names, like those of `recipes/variants`. */
export function seededStore(tensors: readonly SeededTensor[]): TensorStore {
  const specs = new Map(tensors.map((spec) => [spec[0], spec]));
  return {
    tensors: new Map(
      tensors.map(([name, shape]) => [name, { name, dtype: 'float32' as const, shape }]),
    ),
    read: (name) => {
      const spec = specs.get(name);
      if (!spec) return Promise.reject(new RangeError(`no tensor ${name}`));
      return Promise.resolve(numbers(...spec));
    },
  };
}

/** A linear congruential generator, seeded by the name through FNV-1a. */
function numbers(name: string, shape: readonly number[], low: number, high: number): Float32Array {
  let state = 2166136261;
  for (const byte of new TextEncoder().encode(name)) {
    state = Math.imul(state ^ byte, 16777619) >>> 0;
  }
  const length = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + (high - low) * (state / 2 ** 32);
  });
}

/** The same store with some tensors changed, added or (`undefined`) removed. */
export function withTensors(
  store: TensorStore,
  changes: Readonly<Record<string, readonly number[] | undefined>>,
): TensorStore {
  const tensors = new Map(store.tensors);
  for (const [name, shape] of Object.entries(changes)) {
    if (shape) tensors.set(name, { name, dtype: 'float32', shape });
    else tensors.delete(name);
  }
  return { tensors, read: (name) => store.read(name) };
}
