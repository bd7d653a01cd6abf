import type { GraphBuilder, Value } from '../onnx/index.js';
import type { LazyTensor, Weights } from './weights.js';

/** Where a layer stands: the graph it writes and the tensors it takes, both seen from its name. */
export class Net {
  readonly graph: GraphBuilder;
  readonly weights: Weights;

  constructor(graph: GraphBuilder, weights: Weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** The layer of this name below. */
  at(name: string): Net {
    return new Net(this.graph.at(name), this.weights.at(name));
  }

  /** Puts a tensor of the checkpoint into the graph as it is. */
  weight(name: string, shape: readonly number[]): Value {
    return this.derived(name, this.weights.take(name, shape));
  }

  /** Puts a tensor that was made from others into the graph. */
  derived(name: string, { shape, load }: LazyTensor): Value {
    return this.graph.weight(name, shape, load);
  }
}
