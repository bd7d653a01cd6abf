import type { GraphBuilder, Value } from '../onnx/index.js';
import { float32Matrices, type Matrices } from './matrices.js';
import type { LazyTensor, Weights } from './weights.js';

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

  /** Puts a tensor of the checkpoint into the graph as it is. */
  weight(name: string, shape: readonly number[]): Value {
    return this.derived(name, this.weights.take(name, shape));
  }

  /** Puts a tensor that was made from others into the graph. */
  derived(name: string, { shape, load }: LazyTensor): Value {
    return this.graph.weight(name, shape, load);
  }
}
