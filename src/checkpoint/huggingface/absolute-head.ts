import { z } from 'zod';
import { HEADS_FILE } from '../../graph-files.js';
import type { CheckpointFile } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { readJson } from '../json.js';
import type { TensorStore } from '../tensors/tensor-store.js';

/** The head of a {@link HEADS_FILE} that judges an embedding by itself. */
export type AbsoluteHead = {
  /** The classes in the order of the rows. */
  readonly labels: readonly string[];
  /** `weight` `[classes, embeddingSize]` and `bias` `[classes]`. */
  readonly store: TensorStore;
};

const schema = z.object({
  labels: z.array(z.string().min(1)).min(1).max(1000),
  absolute: z.object({
    weight: z.array(z.array(z.number()).min(1)).min(1),
    bias: z.array(z.number()).min(1),
  }),
});

/**
 * Reads the labels and the absolute head of a folder's `heads.json`, and adds the file to `files`.
 *
 * @throws CheckpointError `checkpoint-corrupt` if it is not such a file; FileError if it is absent
 */
export async function readAbsoluteHead(
  folder: BlobFolder,
  files: CheckpointFile[],
): Promise<AbsoluteHead> {
  const blob = await folder.open(HEADS_FILE);
  const { labels, absolute } = await readJson(blob, HEADS_FILE, schema.superRefine(checkRows));
  files.push({ path: HEADS_FILE, bytes: blob.size });
  const width = absolute.weight[0]?.length ?? 0;
  const arrays = new Map([
    ['weight', { shape: [labels.length, width], numbers: absolute.weight.flat() }],
    ['bias', { shape: [labels.length], numbers: absolute.bias }],
  ]);
  const info = [...arrays].map(
    ([name, { shape }]) => [name, { name, dtype: 'float32', shape }] as const,
  );
  return {
    labels,
    store: {
      tensors: new Map(info),
      read: (name) => Promise.resolve(Float32Array.from(arrays.get(name)?.numbers ?? [])),
    },
  };
}

function checkRows({ labels, absolute }: z.infer<typeof schema>, context: z.RefinementCtx): void {
  const { weight, bias } = absolute;
  const width = weight[0]?.length;
  if (weight.length !== labels.length || bias.length !== labels.length) {
    context.addIssue('absolute.weight and absolute.bias must have one row for each label');
  }
  if (weight.some((row) => row.length !== width)) {
    context.addIssue('the rows of absolute.weight must be equally long');
  }
}
