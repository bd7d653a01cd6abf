import type { CheckpointFile, WhisperCheckpoint } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { openWeights } from '../tensors/open-weights.js';
import { readAbsoluteHead } from './absolute-head.js';
import { chooseLabels, type HeadHints } from './head-hints.js';
import { readPreprocessor } from './read-settings.js';
import { parseWhisperConfig } from './whisper-config.js';
import { checkWhisperPreprocessor } from './whisper-preprocessor.js';

/** The `model_type` of Whisper. */
export const WHISPER = 'whisper';

/**
 * Opens a folder of a Whisper model. Its head is among its tensors, or in `heads.json` if it is an
 * encoder that pools its frames.
 *
 * @param settings the content of `config.json`
 * @param files those that were read already
 * @throws CheckpointError if a file is damaged or of a model that is not supported; FileError if one is
 *   absent
 */
export async function openWhisper(
  folder: BlobFolder,
  settings: unknown,
  files: readonly CheckpointFile[],
  hints: HeadHints = {},
): Promise<WhisperCheckpoint> {
  const read = [...files];
  const config = parseWhisperConfig(settings);
  await readPreprocessor(folder, read, (json, file) => {
    checkWhisperPreprocessor(json, file, config);
  });
  const head = config.pooled ? await readAbsoluteHead(folder, read) : undefined;
  const labels = head?.labels ?? (await chooseLabels(folder, config.labels, hints, read));
  const weights = await openWeights(folder);
  return {
    format: 'huggingface',
    family: 'whisper',
    config,
    store: weights.store,
    ...(head && { head: head.store }),
    labels,
    files: [...read, ...weights.files],
  };
}
