import { planPrecision, withFallback } from './choose-precision.js';
import type { ConvertOptions } from './convert-options.js';
import { checksumFiles, openSourceCheckpoint } from './open-source-checkpoint.js';
import { writeBundle } from './write-bundle.js';

/**
 * Converts a checkpoint into a bundle. The bundle is written in whole or not at all, and its description
 * lists the checksums of the checkpoint's files.
 *
 * @throws CheckpointError if the model is not supported; `checkpoint-mismatch` if a calibration is given
 *   for a regression model; `checkpoint-inexact` if a smaller graph differs too much from the full model
 * @throws FileError if a file cannot be read or written; `file-exists` if the target exists
 * @throws RangeError if the model has fewer layers, or every recording is too short
 */
export async function convertCheckpoint({
  source,
  target,
  ...options
}: ConvertOptions): Promise<void> {
  const opened = await openSourceCheckpoint(source);
  const checksums = await checksumFiles(opened);
  await withFallback(planPrecision(opened, options), (precision) =>
    writeBundle(opened, target, { ...options, precision, checksums }),
  );
}
