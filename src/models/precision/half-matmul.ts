import { toHalves } from './half.js';
import { floatMatmul } from './matmul-strategy.js';

/**
 * Matrices and filters that are kept and multiplied in half precision, as is everything between
 * them: for graphics cards, which compute it at twice the speed.
 */
export const halfMatmul = floatMatmul('float16', (graph, { name, shape, load }) =>
  graph.weight(name, shape, async () => toHalves(await load()), 'float16'),
);
