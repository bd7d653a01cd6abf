// This file and its imports load no Node module, so that a browser can open a bundle, too.
import { DATA_FILE, HEADS_FILE, MODEL_FILE } from '../graph-files.js';
import { checkHeads, type Heads, type ModelInfo, parseHeads } from '../inference/index.js';
import { nameLabel } from '../labels.js';
import type { BundleManifest } from './bundle-manifest.js';
import { corruptManifest } from './parse-manifest.js';

/** Two heads of ten classes on an embedding of 2,048 numbers have 1 MB. */
export const MAX_HEADS_BYTES = 1 << 24;

/** The content of a bundle that inference needs. */
export type BundleContent = {
  readonly manifest: BundleManifest;
  /** Absent if the last layer of the graph is the only head. */
  readonly heads?: Heads | undefined;
};

/** Whether a bundle has heads beside its graph. */
export function listsHeads({ files }: BundleManifest): boolean {
  return files.some(({ path }) => path === HEADS_FILE);
}

/**
 * Adds heads to a bundle's description. The labels of the heads replace those of the description, so
 * that a model may have learnt other labels than its graph.
 *
 * @param text of `heads.json`
 * @param place path or address of `heads.json`, for the error message
 * @throws CheckpointError if the text contains no heads, or those of another model
 */
export function withHeads(
  manifest: BundleManifest,
  text: string,
  place: string,
): BundleContent & { readonly heads: Heads } {
  const heads = parseHeads(text, place);
  const { name, task, architecture, labels } = manifest;
  const ids = labels.map(({ id }) => id);
  checkHeads(heads, { name, task, embeddingSize: architecture.embeddingSize, labels: ids }, place);
  const named = heads.labels.map((id) => labels.find((each) => each.id === id) ?? nameLabel(id));
  return { manifest: { ...manifest, labels: named }, heads };
}

/** What inference needs to know about the model of a bundle. */
export function toModelInfo({ manifest, heads }: BundleContent): ModelInfo {
  const { name, task, labels, dimensions, input, calibration, files, architecture } = manifest;
  const { frameLogits } = architecture;
  const weights =
    files.find(({ path }) => path === DATA_FILE) ?? files.find(({ path }) => path === MODEL_FILE);
  if (!weights) throw corruptManifest('model.json', `does not list ${MODEL_FILE} among its files`);
  const fingerprint = weights.sha256;
  const info = { name, task, labels, input, calibration, fingerprint };
  return {
    ...info,
    ...(dimensions && { dimensions }),
    ...(frameLogits && { frameLogits }),
    ...(heads && { heads }),
  };
}
