import type { GraphBuilder, Value } from '../../onnx/index.js';
import type { NamedTensor } from './matmul-strategy.js';
import { type Channels, channelsOf, type Quantised } from './quantise.js';

/** A tensor of signed bytes in a graph, and the scales of its channels. */
export type QuantisedWeight = { readonly weight: Value; readonly scales: Value };

/**
 * Adds a tensor to a graph as signed bytes. It is quantised once, when the bytes are stored; the scales
 * are kept in memory until they are stored too.
 *
 * @param axis the axis of the channels; the scales have size 1 on each axis after it
 * @param quantise quantises the channels independently of each other
 */
export function quantisedWeight(
  graph: GraphBuilder,
  { name, shape, load }: NamedTensor,
  axis: number,
  quantise: (tensor: Float32Array, channels: Channels) => Quantised,
): QuantisedWeight {
  const channels = channelsOf(shape, axis);
  const quantised = async () => quantise(await load(), channels);
  let scales: Quantised['scales'] | undefined;
  const loadWeight = async () => {
    const { values, ...rest } = await quantised();
    ({ scales } = rest);
    return values;
  };
  const weight = graph.weight(name, shape, loadWeight, 'int8');
  const loadScales = async () => scales ?? (await quantised()).scales;
  const sizes = [channels.count, ...shape.slice(axis + 1).map(() => 1)];
  return { weight, scales: graph.weight(`${name}_scale`, sizes, loadScales) };
}
