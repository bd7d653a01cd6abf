import type { GraphBuilder, Value } from '../../onnx/index.js';
import { toHalves } from '../precision/half.js';
import { float32Matrices, type Matrices } from '../precision/matmul-strategy.js';
import type { LazyTensor, Weights } from './model-weights.js';

/** Where a layer stands: the graph it writes and the tensors it takes, both seen from its name. */
export class Net {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
  readonly matrices: Matrices;

  /** @param matrices how its large matrices are kept; default: as they are in the checkpoint */
  constructor(graph: GraphBuilder, weights: Weights, matrices: Matrices = float32Matrices) {
    this.graph = graph;
    this.weights = weights;
    this.matrices = matrices;
  }

  /** The layer of this name below. */
  at(name: string): Net {
    return new Net(this.graph.at(name), this.weights.at(name), this.matrices);
  }

  /** The same layer, written into another graph or with other matrices. */
  with({ graph = this.graph, matrices = this.matrices }: Partial<Net>): Net {
    return new Net(graph, this.weights, matrices);
  }

  /** Puts a tensor of the checkpoint into the graph, in the type that the layer computes with. */
  weight(name: string, shape: readonly number[]): Value {
    return this.derived(name, this.weights.take(name, shape));
  }

  /** Puts a tensor that was made from others into the graph. */
  derived(name: string, { shape, load }: LazyTensor): Value {
    if (this.matrices.element === 'float32') return this.graph.weight(name, shape, load);
    return this.graph.weight(name, shape, async () => toHalves(await load()), 'float16');
  }

  /** A number that the layer computes with, a scalar. */
  number(value: number): Value {
    const constant = this.graph.constant('float32', value);
    const { element } = this.matrices;
    return element === 'float32' ? constant : this.graph.cast(constant, element);
  }
}
