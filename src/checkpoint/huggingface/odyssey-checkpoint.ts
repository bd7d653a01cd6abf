import { z } from 'zod';
import type { CheckpointFile, OdysseyCheckpoint } from '../checkpoint.js';
import type { BlobFolder } from '../files/blob-folder.js';
import { validate } from '../json.js';
import { openWeights } from '../tensors/open-weights.js';
import { chooseLabels, type HeadHints } from './head-hints.js';
import { parseHuggingFaceConfig } from './huggingface-config.js';
import { parseLabels } from './parse-labels.js';
import { CONFIG_FILE, readSettings } from './read-settings.js';

/** The key of `config.json` that names the encoder, which only models of this family have. */
export const ODYSSEY_KEY = 'ssl_type';

/** Settings of an encoder that is in no table of known encoders. */
const ENCODER_FILE = 'encoder_config.json';

const schema = z.object({
  ssl_type: z.string().min(1).max(200),
  mean: z.number().min(-1).max(1),
  std: z.number().gt(0).max(1000),
  id2label: z.record(z.string().regex(/^\d{1,6}$/), z.string()).nullish(),
  num_classes: z.int().min(1).max(100_000).nullish(),
});

/**
 * Opens a folder of the baselines of the Odyssey 2024 challenge. Its config.json has no settings of the
 * encoder; they come from the table of known encoders or from `encoder_config.json`.
 *
 * @param settings the content of `config.json`
 * @param files those that were read already
 * @throws CheckpointError if a file is damaged or absent
 * @see https://huggingface.co/3loi/SER-Odyssey-Baseline-WavLM-Categorical
 */
export async function openOdyssey(
  folder: BlobFolder,
  settings: unknown,
  files: readonly CheckpointFile[],
  hints: HeadHints = {},
): Promise<OdysseyCheckpoint> {
  const read = [...files];
  const raw = validate(settings, CONFIG_FILE, schema);
  const stated = parseLabels(raw.id2label, raw.num_classes, CONFIG_FILE);
  const labels = await chooseLabels(folder, stated, hints, read);
  const encoder = (await folder.has(ENCODER_FILE))
    ? parseHuggingFaceConfig(await readSettings(folder, ENCODER_FILE, read), ENCODER_FILE)
    : undefined;
  const weights = await openWeights(folder);
  return {
    format: 'huggingface',
    family: 'odyssey',
    config: { encoder: raw.ssl_type, mean: raw.mean, std: raw.std },
    ...(encoder && { encoder }),
    store: weights.store,
    labels,
    files: [...read, ...weights.files],
  };
}
