import { cacheFolderOf } from '../hub/index.js';
import { type Bundle, isBundle, readBundle } from './bundle.js';
import type { ConvertOptions } from './convert-checkpoint.js';
import { cachedBundle, checksumCheckpoint } from './on-demand.js';
import { locateModel, type SourceOptions } from './locate-model.js';
import type { RunOptions } from './open-graph.js';

/** Which model, from where, and how it is computed. */
export type LoadOptions = SourceOptions & {
  /** Device and threads. */
  readonly runOpts?: RunOptions;
  /** Called while a checkpoint is turned into a graph, which happens once. */
  readonly onConvert?: ConvertOptions['onProgress'];
};

/**
 * Finds a model, fetches and converts it where that was not done before, and describes it.
 *
 * @throws CheckpointError, HubError, FileError
 */
export async function prepareBundle(options: LoadOptions = {}): Promise<Bundle> {
  options.signal?.throwIfAborted();
  const source = await locateModel(options);
  if (await isBundle(source.folder)) return readBundle(source.folder);
  const { onConvert, signal } = options;
  return cachedBundle(source, await checksumCheckpoint(source), cacheFolderOf(process.env), {
    ...(onConvert && { onProgress: onConvert }),
    ...(signal && { signal }),
  });
}
