import { type BundleManifest, formatManifest } from '../bundles/web.js';
import { HEADS_FILE, MANIFEST_FILE } from '../graph-files.js';
import type { OpenSession } from '../runtime/index.js';
import { planPrecision, type PrecisionChoice, withFallback } from './choose-precision.js';
import type { ConvertOptions } from './convert-options.js';
import type { GraphFacts } from './graph-key.js';
import { makeGraph } from './make-graph.js';
import { makeManifest } from './make-manifest.js';
import { memoryFile } from './memory-file.js';
import { memoryPlace } from './memory-place.js';
import type { OpenedCheckpoint } from './open-checkpoint-files.js';

/** A bundle in memory. */
export type MemoryBundle = {
  readonly manifest: BundleManifest;
  /** All files by their names. */
  readonly files: Readonly<Record<string, Blob>>;
};

/** How {@link convertFiles} converts. */
export type ConvertFilesOptions = Pick<
  ConvertOptions,
  'onProgress' | 'onMeasure' | 'signal' | 'fallback'
> & {
  /** Default: `fp32`. */
  readonly precision?: PrecisionChoice;
  readonly facts: GraphFacts;
  /** Version of this package. */
  readonly version: string;
  /** Opens the graphs that are measured. */
  readonly openSession: OpenSession;
};

/**
 * Converts a checkpoint into the files of a bundle, in memory.
 *
 * @throws as `convertCheckpoint`
 */
export async function convertFiles(
  opened: OpenedCheckpoint,
  { facts, version, openSession, ...options }: ConvertFilesOptions,
): Promise<MemoryBundle> {
  return withFallback(planPrecision(opened, options), async (precision) => {
    const [target, reference] = [memoryPlace(openSession), memoryPlace(openSession)];
    const places = { target, reference };
    const { plan, variant } = await makeGraph(opened, places, { ...options, precision });
    const { heads } = opened;
    const own = heads ? [await memoryFile(HEADS_FILE, encode(`${JSON.stringify(heads)}\n`))] : [];
    const made = [...own, ...target.files()];
    const files = made.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
    const inputs = { checksums: facts.checksums, version, files, variant, precision, heads };
    const manifest = makeManifest(facts, plan, inputs);
    const description = await memoryFile(MANIFEST_FILE, encode(formatManifest(manifest)));
    const named = [description, ...made].map(({ path, content }) => [path, content] as const);
    return { manifest, files: Object.fromEntries(named) };
  });
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
