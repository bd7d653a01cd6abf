import { z } from 'zod';
import { CheckpointError } from '../../errors.js';
import { validate } from '../json.js';

/** How the waveform is prepared for the encoder, from `preprocessor_config.json` or `processor_config.json`. */
export type PreprocessorConfig = {
  /** Whether each utterance is standardised to mean 0 and variance 1 (`do_normalize`). */
  readonly doNormalize: boolean;
  /** Sample rate in Hz; only 16000 is accepted. */
  readonly samplingRate: 16000;
};

/**
 * The settings of a model whose files do not state any: the defaults of transformers'
 * `Wav2Vec2FeatureExtractor`.
 */
export const defaultPreprocessor: PreprocessorConfig = { doNormalize: true, samplingRate: 16000 };

const schema = z.object({
  feature_extractor_type: z.string().nullish(),
  do_normalize: z.boolean().default(defaultPreprocessor.doNormalize),
  sampling_rate: z.number().default(defaultPreprocessor.samplingRate),
  feature_size: z.number().default(1),
});

/**
 * Checks the content of a `preprocessor_config.json`, or of `feature_extractor` in a
 * `processor_config.json`.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) for another sample rate or kind of features,
 * (`checkpoint-corrupt`) if a value is of the wrong type.
 */
export function parsePreprocessorConfig(
  json: unknown,
  file = 'preprocessor_config.json',
): PreprocessorConfig {
  const settings = validate(json, file, schema);
  const kind = settings.feature_extractor_type ?? 'Wav2Vec2FeatureExtractor';
  refuseOther(file, 'feature_extractor_type', kind, 'Wav2Vec2FeatureExtractor');
  refuseOther(file, 'feature_size', settings.feature_size, 1);
  refuseOther(file, 'sampling_rate', settings.sampling_rate, 16000);
  return { doNormalize: settings.do_normalize, samplingRate: 16000 };
}

/**
 * Refuses a setting that would need another graph.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) naming the key, what was found and expected.
 */
export function refuseOther(
  file: string,
  key: string,
  found: unknown,
  ...expected: readonly unknown[]
): void {
  if (expected.includes(found)) return;
  const wanted = expected
    .filter((value) => value !== undefined && value !== null)
    .map((value) => JSON.stringify(value))
    .join(' or ');
  const shown = found === undefined ? 'absent' : JSON.stringify(found).slice(0, 200);
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${file}: ${key} is ${shown}, expected ${wanted || 'none'}. ` +
      'This kind of model is not supported yet; take another one.',
  );
}
