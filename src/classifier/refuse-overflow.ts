import { CheckpointError } from '../errors.js';
import { hasByteProducts } from '../runtime/index.js';
import type { BundleManifest } from './bundle-manifest.js';

/**
 * Refuses 8-bit weights on a processor that adds two products of bytes in 16 bits: sums that do not fit are cut there in
 * silence, and the answers are wrong.
 *
 * @param multiplies whether the processor adds them in 32 bits
 * @throws CheckpointError `checkpoint-unsupported`
 */
export async function refuseOverflow(
  { name, precision, reduction }: Pick<BundleManifest, 'name' | 'precision' | 'reduction'>,
  multiplies = hasByteProducts,
): Promise<void> {
  if (precision !== 'int8' || reduction?.weightBits !== 8 || (await multiplies())) return;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${name} is a bundle in int8 with weights of 8 bits, which overflow on this processor: it has no VNNI. Convert its checkpoint on this machine, where int8 gets weights of 7 bits, or convert it in int8-weights, which every processor computes.`,
  );
}
