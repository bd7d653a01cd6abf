import type { ChecksummedFile } from '../bundles/web.js';
import type { HeadActivation } from '../head-activation.js';
import { GRAPH_REVISION } from '../models/index.js';
import type { Precision } from '../precision.js';
import type { ManifestSource } from './make-manifest.js';

/** What the graph of a checkpoint and its description depend on. */
export type GraphFacts = ManifestSource & {
  readonly hparamsFile?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly headActivation?: HeadActivation | undefined;
  /** Of the checkpoint's files. */
  readonly checksums: readonly ChecksummedFile[];
};

/** The text whose SHA-256 is the key of a cached graph: graphs with equal texts are equal. */
export function graphKey(facts: GraphFacts, precision: Precision | 'auto'): string {
  const { name, revision, licence, hparamsFile, labels, headActivation } = facts;
  const content = facts.checksums.map(({ path, sha256 }) => [path, sha256]);
  const parts = [GRAPH_REVISION, precision, name, revision, licence, hparamsFile, content];
  // Appended only if given, so that the keys of the other graphs stay as they are.
  const hints = labels || headActivation ? [labels ?? null, headActivation ?? null] : [];
  return JSON.stringify([...parts, ...hints]);
}
