import { memoryFolder } from '../../checkpoint/index.js';
import {
  checksumFile,
  checksumText,
  type ConvertFilesOptions,
  convertFiles,
  graphKey,
  type MemoryBundle,
  openCheckpointFiles,
  readFacts,
  usedFiles,
} from '../../conversion/web.js';
import { openWebSession } from '../../runtime/web.js';
import { mostThreads } from '../engine/backends.js';
import { findConverted, keepConverted } from '../sources/converted-models.js';
import { checkFits } from './check-fits.js';
import type { ConversionRequest } from './messages.js';

/** What {@link convertCheckpoint} reports, and the version of this package. */
export type ConvertInBrowserOptions = Pick<
  ConvertFilesOptions,
  'version' | 'onProgress' | 'onMeasure'
>;

/**
 * Converts a checkpoint, or returns the bundle that was made of it before.
 *
 * @returns all files of the bundle by their names
 * @throws CheckpointError, FileError, DeviceError, RangeError
 */
export async function convertCheckpoint(
  { files, hints, precision, isKept }: ConversionRequest,
  options: ConvertInBrowserOptions,
): Promise<MemoryBundle['files']> {
  const folder = memoryFolder(hints.name, files);
  const opened = await openCheckpointFiles(folder, hints);
  checkFits(opened);
  const paths = usedFiles(opened);
  const checksums = [];
  for (const path of paths) checksums.push(await checksumFile(path, await folder.open(path)));
  const facts = await readFacts(opened, hints, checksums);
  const key = checksumText(graphKey(facts, precision)).slice(0, 32);
  const known = isKept ? await findConverted(key) : undefined;
  if (known) return known;
  const openSession: ConvertFilesOptions['openSession'] = (graph) =>
    openWebSession(graph, { threads: mostThreads() });
  const converted = await convertFiles(opened, { ...options, precision, facts, openSession });
  if (isKept) await keepConverted(key, converted.files);
  return converted.files;
}
