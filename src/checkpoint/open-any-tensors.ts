import { CheckpointError } from '../errors.js';
import type { BlobFolder } from './files/blob-folder.js';
import { openSafetensors } from './safetensors/safetensors.js';
import { openWeights } from './tensors/open-weights.js';
import type { TensorStore } from './tensors/tensor-store.js';
import { openTorch } from './torch/torch.js';

/** Files of weights outside the published layouts. */
const TORCH = /\.(pt|pth|bin|ckpt)$/;
const SAFETENSORS = '.safetensors';

/**
 * Opens the tensors of a folder whose settings are not supported, to say what is in it: the weights of
 * Hugging Face's layout, else the first file that can be read.
 *
 * @returns undefined if no file can be read
 * @throws FileError if a file cannot be read
 */
export async function openAnyTensors(folder: BlobFolder): Promise<TensorStore | undefined> {
  const attempts = [
    () => openWeights(folder).then(({ store }) => store),
    ...(await folder.list()).flatMap((name) => {
      const isSafe = name.endsWith(SAFETENSORS);
      if (!isSafe && !TORCH.test(name)) return [];
      const open = isSafe ? openSafetensors : openTorch;
      return [async () => open(await folder.open(name), name)];
    }),
  ];
  for (const attempt of attempts) {
    const store = await attempt().catch((error: unknown) => {
      if (error instanceof CheckpointError) return undefined;
      throw error;
    });
    if (store) return store;
  }
  return undefined;
}
