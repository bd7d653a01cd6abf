import { MANIFEST_FILE, MODEL_FILE } from '../../graph-files.js';
import { assetsFrom } from '../assets.js';
import type { EngineOptions } from '../engine/start-engine.js';
import {
  type BundleSource,
  bundleOf,
  openWebBundle,
  type WebBundle,
  type WebBundleOptions,
} from '../sources/web-bundle.js';
import { type CheckpointFiles, checkpointFiles } from './checkpoint-files.js';
import { type ConversionOptions, runConverter } from './run-converter.js';

/** How {@link openSource} opens a model. */
export type SourceOptions = WebBundleOptions &
  ConversionOptions &
  Pick<EngineOptions, 'assets' | 'isPacked'>;

/**
 * Opens a model from wherever it comes: a bundle as it is, by its address or its files; the files of a
 * checkpoint, which are converted if that was not done before.
 *
 * @throws CheckpointError, FileError, DeviceError; the signal's reason
 */
export async function openSource(
  source: BundleSource,
  options: SourceOptions = {},
): Promise<WebBundle> {
  if (typeof source === 'string' || source instanceof URL) return openWebBundle(source, options);
  return openFiles(checkpointFiles(source), options);
}

/** Opens the files of a bundle or of a checkpoint; see {@link openSource}. */
export async function openFiles(
  { name: folder, files }: CheckpointFiles,
  options: SourceOptions = {},
): Promise<WebBundle> {
  if (files[MANIFEST_FILE] && files[MODEL_FILE]) return openWebBundle(namedFiles(files), options);
  const { name = folder, hparamsFile, labels, headActivation, precision = 'fp32' } = options;
  const { converter, runtimes } = assetsFrom(options.assets);
  const request = {
    hints: { name, repository: options.name, hparamsFile, labels, headActivation },
    runtime: { ...runtimes.cpu, isPacked: options.isPacked ?? false },
    ...{ files, precision, isKept: options.cache ?? true },
  };
  return await bundleOf(await runConverter(converter, request, options));
}

function namedFiles(files: Readonly<Record<string, Blob>>) {
  return Object.entries(files).map(([name, file]) => new File([file], name));
}
