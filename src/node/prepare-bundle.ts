import { CheckpointError } from '../errors.js';
import { cacheFolderOf } from '../cache-folder.js';
import {
  type Bundle,
  type CheckpointSource,
  isBundle,
  locateModel,
  readBundle,
  type SourceOptions,
  verifyOnce,
} from '../bundles/index.js';
import type { RunOptions } from './open-graph.js';
import type { ConvertOptions, PrecisionChoice } from '../conversion/index.js';
import { checkBundleGraph } from './check-bundle-graph.js';
import { loadConversion } from './load-conversion.js';

/** Which model, where it comes from, and how it is run. */
export type LoadOptions = SourceOptions & {
  /** Device and threads. */
  readonly runOpts?: RunOptions;
  /**
   * Whether to use a bundle of a hub repository, whose graph is computed as it is. Checkpoints need no
   * trust: their graphs are written here. Default: false.
   */
  readonly trustBundle?: boolean;
  /** Number format of the matrices of a checkpoint's graph. Default: `fp32`; on the command line `auto`. */
  readonly precision?: PrecisionChoice;
  /** Called while a checkpoint is converted, which happens once. */
  readonly onConvert?: ConvertOptions['onProgress'];
  /** Called while a smaller graph is compared with the full model, which happens once, too. */
  readonly onMeasure?: ConvertOptions['onMeasure'];
};

/**
 * Returns the bundle of a model, which is downloaded and converted if that was not done before.
 *
 * @throws CheckpointError, HubError, FileError
 */
export async function prepareBundle(options: LoadOptions = {}): Promise<Bundle> {
  options.signal?.throwIfAborted();
  const source = await locateModel(options);
  if (await isBundle(source.folder)) {
    refuseHints(source);
    if (source.revision !== undefined && options.trustBundle !== true) throw untrusted(source);
    const bundle = await readBundle(source.folder);
    await verifyOnce(bundle, cacheFolderOf(process.env), checkBundleGraph);
    return checkPrecision(bundle, options.precision);
  }
  const { onConvert, onMeasure, signal, precision } = options;
  const { cachedBundle } = await loadConversion();
  return cachedBundle(source, cacheFolderOf(process.env), {
    ...(precision && { precision }),
    ...(onConvert && { onProgress: onConvert }),
    ...(onMeasure && { onMeasure }),
    ...(signal && { signal }),
  });
}

/** The labels and the head of a bundle are fixed. */
function refuseHints({ folder, labels, headActivation }: CheckpointSource): void {
  if (labels === undefined && headActivation === undefined) return;
  const found = labels === undefined ? `head activation ${headActivation ?? ''}` : 'labels';
  throw new CheckpointError(
    'checkpoint-mismatch',
    `Found ${found} for the bundle ${folder}, which states its own. Leave them out, or convert the checkpoint with them.`,
  );
}

function untrusted({ name = 'The repository' }: CheckpointSource): CheckpointError {
  return new CheckpointError(
    'checkpoint-untrusted',
    `${name} is a bundle: its graph was written by somebody else and would be computed as it is. If you trust its publisher, use --trust-bundle, or trustBundle: true in a program. Otherwise use the checkpoint that it was made from.`,
  );
}

/** The precision of a bundle is fixed: another one needs the checkpoint. */
function checkPrecision(bundle: Bundle, wanted: PrecisionChoice = 'auto'): Bundle {
  const { name, precision } = bundle.manifest;
  if (wanted === 'auto' || precision === wanted) return bundle;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${name} is a bundle in ${precision}, expected ${wanted}. Use it in ${precision}, or convert its checkpoint in ${wanted}.`,
  );
}
