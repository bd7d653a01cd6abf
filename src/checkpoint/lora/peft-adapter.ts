import { z } from 'zod';
import { CheckpointError } from '../../errors.js';
import type { CheckpointFile } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { readJson } from '../json.js';
import { openSafetensors } from '../safetensors/safetensors.js';
import type { TensorStore } from '../tensors/tensor-store.js';
import { openTorch } from '../torch/torch.js';
import { ADAPTER_CONFIG_FILE, parseAdapterConfig } from './adapter-config.js';
import { foldPeft } from './fold-peft.js';

// PEFT reads them in this order.
const WEIGHTS = [
  { name: 'adapter_model.safetensors', open: openSafetensors },
  { name: 'adapter_model.bin', open: openTorch },
] as const;

/** Tensors with an adapter folded into them, and the files that it was read from. */
type Folded = { readonly store: TensorStore; readonly files: readonly CheckpointFile[] };

/**
 * Folds the adapter of a folder into its base weights. Modules that were trained whole, such as a head,
 * replace those of the base model or are added to them.
 *
 * @param base the weights of the base model in the same folder
 * @returns the base itself if there is no adapter
 * @throws CheckpointError if the adapter is incomplete, of another kind or does not fit the base weights
 */
export async function withAdapter(folder: BlobFolder, base: TensorStore): Promise<Folded> {
  if (!(await folder.has(ADAPTER_CONFIG_FILE))) return { store: base, files: [] };
  const file = await folder.open(ADAPTER_CONFIG_FILE);
  const json = await readJson(file, ADAPTER_CONFIG_FILE, z.unknown());
  const config = parseAdapterConfig(json, ADAPTER_CONFIG_FILE);
  const { name, blob, store } = await openAdapter(folder);
  return {
    store: foldPeft(base, { store, config, origin: name }),
    files: [
      { path: ADAPTER_CONFIG_FILE, bytes: file.size },
      { path: name, bytes: blob.size },
    ],
  };
}

/** What to do about a folder that has an adapter and no base weights; empty if it has no adapter. */
export async function adviceForAdapter(folder: BlobFolder): Promise<string> {
  if (!(await folder.has(ADAPTER_CONFIG_FILE))) return '';
  const json = await readJson(
    await folder.open(ADAPTER_CONFIG_FILE),
    ADAPTER_CONFIG_FILE,
    z.unknown(),
  );
  const { baseModel } = parseAdapterConfig(json, ADAPTER_CONFIG_FILE);
  const from = baseModel === '' ? 'the model that it was trained on' : JSON.stringify(baseModel);
  return ` It is a low-rank adapter (LoRA) without the weights that it changes: put config.json and model.safetensors of ${from} beside ${ADAPTER_CONFIG_FILE}.`;
}

async function openAdapter(folder: BlobFolder) {
  for (const { name, open } of WEIGHTS) {
    if (!(await folder.has(name))) continue;
    const blob = await folder.open(name);
    return { name, blob, store: await open(blob, name) };
  }
  throw new CheckpointError(
    'checkpoint-incomplete',
    `${folder.name} has ${ADAPTER_CONFIG_FILE} and no tensors of the adapter, expected ${WEIGHTS.map(({ name }) => name).join(' or ')}. Download the adapter whole, or remove ${ADAPTER_CONFIG_FILE} to use the base model alone.`,
  );
}
