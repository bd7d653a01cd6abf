import { ConstructionReader } from './construction-reader.js';
import type { HparamsModule } from './hparams-module.js';

/**
 * Reads the arguments of speechbrain.processing.features.InputNormalization with `norm_type: sentence`,
 * which subtracts the mean over time. Its stored statistics are not used.
 *
 * @returns whether the result is divided by the standard deviation, too
 * @throws CheckpointError `checkpoint-unsupported` for other kinds of normalisation
 */
export function readInputNormalization({ key, construction }: HparamsModule): boolean {
  const args = new ConstructionReader(key, construction);
  args.only('mean_norm', true, true);
  args.only('norm_type', 'global', 'sentence');
  const stdNorm = args.boolean('std_norm', true);
  args.end('avg_factor', 'length_dim', 'update_until_epoch', 'avoid_padding_norm', 'requires_grad');
  return stdNorm;
}
