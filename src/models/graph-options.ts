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
  options: GraphOptions,
): S {
  const names = Array.from({ length: settings.numHiddenLayers }, (_, layer) => `layers.${layer}`);
  return { ...settings, numHiddenLayers: layersToKeep(names, weights, options) };
}

/**
 * Excludes the tensors of the layers that are not kept.
 *
 * @param names the modules of the layers in the order of computation
 * @returns how many layers are kept
 * @throws RangeError if the encoder has fewer layers
 */
export function layersToKeep(
  names: readonly string[],
  weights: Weights,
  { layers = names.length }: GraphOptions,
): number {
  if (!(Number.isInteger(layers) && layers >= 1 && layers <= names.length)) {
    throw new RangeError(
      `Found ${layers} layers to keep, expected a whole number from 1 to ${names.length}, which the model has.`,
    );
  }
  for (const name of names.slice(layers)) weights.leaveOut(name);
  return layers;
}
