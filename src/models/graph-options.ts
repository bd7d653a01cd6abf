import type { Precision } from '../precision.js';
import type { Weights } from './layers/model-weights.js';

export { PRECISIONS, type Precision } from '../precision.js';

/** What can be chosen about the graph of a checkpoint. */
export type GraphOptions = {
  /** Default: `fp32`. */
  readonly precision?: Precision;
  /** How many Transformer layers are kept, counted from the first. Default: all. */
  readonly layers?: number;
};

/**
 * Keeps the first layers of an encoder, followed by its own norm and the head.
 *
 * @param weights the tensors of the module that has the layers; those of the other layers are excluded
 * @returns the settings of the shorter encoder
 * @throws RangeError if the encoder has fewer layers
 */
export function keepLayers<S extends { readonly numHiddenLayers: number }>(
  settings: S,
  weights: Weights,
  { layers = settings.numHiddenLayers }: GraphOptions,
): S {
  const { numHiddenLayers } = settings;
  if (!(Number.isInteger(layers) && layers >= 1 && layers <= numHiddenLayers)) {
    throw new RangeError(
      `Found ${layers} layers to keep, expected a whole number from 1 to ${numHiddenLayers}, which the model has.`,
    );
  }
  for (let layer = layers; layer < numHiddenLayers; layer++) {
    weights.leaveOut(`layers.${layer}`);
  }
  return { ...settings, numHiddenLayers: layers };
}
