import { CheckpointError } from '../../errors.js';
import type { TensorInfo, TensorStore } from '../tensors/tensor-store.js';

/** A low-rank adapter (LoRA): the weight that it changes is `W + scale · B · A`. */
export type LowRankAdapter = {
  /** Tensor `A`, `[rank, in]`. */
  readonly down: string;
  /** Tensor `B`, `[out, rank]`. */
  readonly up: string;
  readonly scale: number;
  /** Absent: that of the tensors. */
  readonly rank?: number;
};

/** Adapters by the name of the weight that each changes, and the store that has their tensors. */
export type Adapters = {
  readonly store: TensorStore;
  readonly byWeight: ReadonlyMap<string, LowRankAdapter>;
  /** Names the file in messages. */
  readonly origin: string;
};

/**
 * A store whose weights contain their adapters. A weight is read, changed and returned as a whole; one
 * adapted weight is in memory at a time.
 *
 * @see https://arxiv.org/abs/2106.09685
 * @throws CheckpointError `checkpoint-mismatch` if the shapes of an adapter do not fit its weight or its rank,
 *   `checkpoint-incomplete` if one of its tensors is absent
 */
export function foldAdapters(base: TensorStore, adapters: Adapters): TensorStore {
  const { store, byWeight, origin } = adapters;
  const own = new Set(
    [...byWeight.values()].flatMap(({ down, up }) => (store === base ? [down, up] : [])),
  );
  const tensors = new Map([...base.tensors].filter(([name]) => !own.has(name)));
  for (const [name, adapter] of byWeight) {
    const weight = base.tensors.get(name);
    if (!weight) throw unknownModule(origin, adapter, name);
    checkShapes(store, adapter, weight, origin);
    tensors.set(name, { ...weight, dtype: 'float32' });
  }
  return {
    tensors,
    read: async (name) => {
      const adapter = byWeight.get(name);
      if (!adapter) return base.read(name);
      const down = await store.read(adapter.down);
      return addProduct(
        await base.read(name),
        await store.read(adapter.up),
        down,
        adapter.scale,
        store.tensors.get(adapter.down)?.shape[0] ?? 1,
      );
    },
  };
}

function checkShapes(
  store: TensorStore,
  { down, up, rank }: LowRankAdapter,
  weight: TensorInfo,
  origin: string,
): void {
  const [a, b] = [down, up].map((name) => {
    const found = store.tensors.get(name);
    if (found) return found.shape;
    throw new CheckpointError(
      'checkpoint-incomplete',
      `${origin} lacks ${name}, one of the two tensors of the low-rank adapter of ${weight.name}. Download the model whole.`,
    );
  });
  const [rows = 0, columns = 0] = weight.shape;
  const ranks = rank ?? a?.[0] ?? 0;
  const isMatrix = weight.shape.length === 2 && ranks > 0;
  if (isMatrix && a?.join() === `${ranks},${columns}` && b?.join() === `${rows},${ranks}`) return;
  const shapes = `${down} [${a?.join(', ') ?? ''}] and ${up} [${b?.join(', ') ?? ''}]`;
  throw new CheckpointError(
    'checkpoint-mismatch',
    `${origin} has ${shapes} for ${weight.name} [${weight.shape.join(', ')}], expected ${rank === undefined ? 'one rank' : `the rank ${rank}`}: A [rank, in] and B [out, rank] of a matrix [out, in]. Check that adapter, settings and base weights belong together.`,
  );
}

/** `weight + scale · up · down`, in the place of `weight`. */
function addProduct(
  weight: Float32Array,
  up: Float32Array,
  down: Float32Array,
  scale: number,
  rank: number,
): Float32Array {
  const rows = up.length / rank;
  const columns = down.length / rank;
  // A store may return its own numbers.
  const folded = weight.slice();
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let at = 0; at < rank; at++) {
      const factor = up[row * rank + at] ?? 0;
      for (let column = 0; column < columns; column++) {
        sums[column] = (sums[column] ?? 0) + factor * (down[at * columns + column] ?? 0);
      }
    }
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      folded[index] = (folded[index] ?? 0) + scale * (sums[column] ?? 0);
    }
  }
  return folded;
}

function unknownModule(origin: string, { down }: LowRankAdapter, weight: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-mismatch',
    `${origin} has ${down}, and the base weights have no ${weight} that it would change. Put the weights of the base model that the adapter was trained on into the folder.`,
  );
}
