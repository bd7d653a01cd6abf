import type { Weights } from './layers/model-weights.js';

/**
 * In what numbers a graph keeps and multiplies its matrices; everything else is float32. `fp16` is
 * kept and computed in halves, for graphics cards, as are the values between the matrices; `int8` is
 * kept and computed in bytes, and the fastest; `int8-weights` is kept in bytes and computed in float32,
 * and the smallest.
 */
export type Precision = 'fp32' | 'fp16' | 'int8' | 'int8-weights';

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
