import type { Weights } from './layers/model-weights.js';

/** Every {@link Precision}. */
export const PRECISIONS = ['fp32', 'fp16', 'int8', 'int8-weights'] as const;

/**
 * The number format in which a graph stores and multiplies its matrices; everything else is float32.
 * `fp16` stores and multiplies float16, and the values between the matrices are float16 too: for
 * graphics cards. `int8` stores and multiplies bytes and is the fastest. `int8-weights` stores bytes,
 * multiplies float32 and is the smallest.
 */
export type Precision = (typeof PRECISIONS)[number];

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
 * @param weights the tensors of the encoder; those of the other layers are excluded
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
    weights.child('encoder').leaveOut(`layers.${layer}`);
  }
  return { ...settings, numHiddenLayers: layers };
}
