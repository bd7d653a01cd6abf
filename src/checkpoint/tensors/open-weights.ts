import { z } from 'zod';
import { corruptFile } from '../corrupt-file.js';
import { CheckpointError } from '../../errors.js';
import { type BlobFolder, innerPath } from '../files/blob-folder.js';
import type { CheckpointFile } from '../checkpoint.js';
import { readJson } from '../json.js';
import { adviceForAdapter, withAdapter } from '../lora/peft-adapter.js';
import { openSafetensors } from '../safetensors/safetensors.js';
import type { TensorInfo, TensorStore } from './tensor-store.js';
import { openTorch } from '../torch/torch.js';

/** Most files that the weights of a model may be split into. */
const MAX_SHARDS = 1000;

/** Tensors, and the files that they are in. */
export type Weights = { readonly store: TensorStore; readonly files: readonly CheckpointFile[] };

// The same order as in transformers: safetensors first, and a whole file before shards.
const layouts = [
  { name: 'model.safetensors', open: openWhole(openSafetensors) },
  { name: 'model.safetensors.index.json', open: openSharded(openSafetensors) },
  { name: 'pytorch_model.bin', open: openWhole(openTorch) },
  { name: 'pytorch_model.bin.index.json', open: openSharded(openTorch) },
] as const;

/**
 * Opens the weights of a Hugging Face folder: `model.safetensors` or, if there is none,
 * `pytorch_model.bin`. Either may be split into shards that an `.index.json` names. A low-rank adapter of
 * PEFT beside them is folded into them.
 *
 * @throws CheckpointError (`checkpoint-incomplete`) if there are none, or a shard or a tensor of the
 * index is absent.
 */
export async function openWeights(folder: BlobFolder): Promise<Weights> {
  for (const { name, open } of layouts) {
    if (!(await folder.has(name))) continue;
    const base = await open(folder, name);
    const { store, files } = await withAdapter(folder, base.store);
    return { store, files: [...base.files, ...files] };
  }
  const found = (await folder.list()).slice(0, 20).join(', ') || 'nothing';
  throw new CheckpointError(
    'checkpoint-incomplete',
    `${folder.name} holds ${found}; expected weights: ${layouts.map(({ name }) => name).join(' or ')}. ` +
      `Download the model whole.${await adviceForAdapter(folder)}`,
  );
}

/** Combines several stores; each tensor may be in only one of them. */
function mergeStores(stores: readonly TensorStore[], file: string): TensorStore {
  const tensors = new Map<string, TensorInfo>();
  const homes = new Map<string, TensorStore>();
  for (const store of stores) {
    for (const [name, info] of store.tensors) {
      if (tensors.has(name)) throw corruptFile(file, `the tensor ${name} is in two shards`);
      tensors.set(name, info);
      homes.set(name, store);
    }
  }
  return {
    tensors,
    read: async (name) => {
      const store = homes.get(name);
      if (store === undefined) throw new RangeError(`There is no tensor ${name} in ${file}.`);
      return store.read(name);
    },
  };
}

type Opener = (blob: Blob, file: string) => Promise<TensorStore>;
type Layout = (folder: BlobFolder, name: string) => Promise<Weights>;

function openWhole(open: Opener): Layout {
  return async (folder, name) => {
    const blob = await folder.open(name);
    return { store: await open(blob, name), files: [{ path: name, bytes: blob.size }] };
  };
}

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

function openSharded(open: Opener): Layout {
  return async (folder, name) => {
    const index = await folder.open(name);
    const { weight_map: weightMap } = await readJson(index, name, indexSchema);
    const shards = await openShards(folder, name, new Set(Object.values(weightMap)), open);
    for (const [tensor, shard] of Object.entries(weightMap)) {
      if (shards.get(shard)?.store.tensors.has(tensor)) continue;
      throw new CheckpointError(
        'checkpoint-incomplete',
        `${name} says that the tensor ${tensor} is in ${shard}, which does not hold it. ` +
          'Download the model again.',
      );
    }
    const files = [...shards].map(([path, { bytes }]) => ({ path, bytes }));
    const stores = [...shards.values()].map(({ store }) => store);
    return {
      store: mergeStores(stores, name),
      files: [{ path: name, bytes: index.size }, ...files],
    };
  };
}

async function openShards(
  folder: BlobFolder,
  index: string,
  names: ReadonlySet<string>,
  open: Opener,
): Promise<ReadonlyMap<string, { store: TensorStore; bytes: number }>> {
  if (names.size > MAX_SHARDS) throw corruptFile(index, `it names ${names.size} shards`);
  const shards = new Map<string, { store: TensorStore; bytes: number }>();
  for (const name of [...names].sort()) {
    if (!(await folder.has(innerPath(name)))) {
      throw new CheckpointError(
        'checkpoint-incomplete',
        `${index} names the shard ${name}, which is not in ${folder.name}. Download the model whole.`,
      );
    }
    const blob = await folder.open(name);
    shards.set(name, { store: await open(blob, name), bytes: blob.size });
  }
  return shards;
}
