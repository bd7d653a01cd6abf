import { CheckpointError } from '../errors.js';
import { cacheFolderOf } from '../hub/index.js';
import {
  type Bundle,
  isBundle,
  locateModel,
  readBundle,
  type SourceOptions,
} from '../bundles/index.js';
import type { RunOptions } from './open-graph.js';
import type { ConvertOptions, PrecisionChoice } from '../conversion/index.js';
import { cachedBundle, checksumCheckpoint } from './load-conversion.js';

/** Which model, from where, and how it is computed. */
export type LoadOptions = SourceOptions & {
  /** Device and threads. */
  readonly runOpts?: RunOptions;
  /** In what numbers the matrices of a checkpoint's graph are. Default: `fp32`; the command line takes `auto`. */
  readonly precision?: PrecisionChoice;
  /** Called while a checkpoint is turned into a graph, which happens once. */
  readonly onConvert?: ConvertOptions['onProgress'];
  /** Called while a smaller graph is compared with the whole model, which happens once, too. */
  readonly onMeasure?: ConvertOptions['onMeasure'];
};

/**
 * Finds a model, fetches and converts it where that was not done before, and describes it.
 *
 * @throws CheckpointError, HubError, FileError
 */
export async function prepareBundle(options: LoadOptions = {}): Promise<Bundle> {
  options.signal?.throwIfAborted();
  const source = await locateModel(options);
  if (await isBundle(source.folder)) {
    return inPrecision(await readBundle(source.folder), options.precision);
  }
  const { onConvert, onMeasure, signal, precision } = options;
  return cachedBundle(source, await checksumCheckpoint(source), cacheFolderOf(process.env), {
    ...(precision && { precision }),
    ...(onConvert && { onProgress: onConvert }),
    ...(onMeasure && { onMeasure }),
    ...(signal && { signal }),
  });
}

/** A bundle is in one precision; another is made from the checkpoint. */
function inPrecision(bundle: Bundle, asked: PrecisionChoice = 'auto'): Bundle {
  const { name, precision } = bundle.manifest;
  if (asked === 'auto' || precision === asked) return bundle;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${name} is a bundle in ${precision}, asked for was ${asked}. Use it as it is, or convert its checkpoint in ${asked}.`,
  );
}
