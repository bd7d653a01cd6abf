import type { Precision } from '../precision.js';
import type { Weights } from './layers/model-weights.js';

export type { Precision };

/** What can be chosen about the graph of a checkpoint. */
export type GraphOptions = {
  /** Default: `fp32`. */
  readonly precision?: Precision;
  /** How many Transformer layers are kept, from the first on. Default: all. */
  readonly layers?: number;
};

/**
 * The first layers of an encoder, its own norm and head behind them.
 *
 * @param weights of the encoder, whose other layers are left out
 * @throws RangeError when there are not as many
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
    weights.at('encoder').leaveOut(`layers.${layer}`);
  }
  return { ...settings, numHiddenLayers: layers };
}
