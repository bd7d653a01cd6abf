import { createHash } from 'node:crypto';
import type { Bundle } from '../../bundles/index.js';
import type { PreparedModel, PrepareRequest } from '../../workers/index.js';

/** What a worker needs to open a bundle, wherever it is. */
export function toPreparedModel(bundle: Bundle, request: PrepareRequest): PreparedModel {
  const { folder, manifest } = bundle;
  const { name, input, provenance } = manifest;
  const { revision = provenance.revision, ...source } = request;
  return {
    ...{ folder, name, digest: digestOf(bundle) },
    bytes: bytesOf(bundle),
    minimumSamples: input.minimumSamples,
    source: { ...source, ...(revision !== undefined && { revision }) },
  };
}

/** Size of the files of a bundle. */
export function bytesOf({ manifest }: Bundle): number {
  return manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** SHA-256 of everything that determines results: the files, the labels and the calibration. */
function digestOf({ manifest }: Bundle): string {
  const { task, labels, input, calibration } = manifest;
  const files = [...manifest.files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const parts = JSON.stringify([task, labels, input, calibration ?? null, files]);
  return createHash('sha256').update(parts).digest('hex');
}
