import type { GraphBuilder, Value } from '../../onnx/index.js';
import { toHalves } from '../precision/half.js';
import { float32Matmul, type MatmulStrategy } from '../precision/matmul-strategy.js';
import type { LazyTensor, Weights } from './model-weights.js';

/** Where a layer stands: the graph it writes and the tensors it takes, both seen from its name. */
export class ModuleScope {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
  readonly matmul: MatmulStrategy;

  /** @param matrices how its large matrices are kept; default: as they are in the checkpoint */
  constructor(graph: GraphBuilder, weights: Weights, matrices: MatmulStrategy = float32Matmul) {
    this.graph = graph;
    this.weights = weights;
    this.matmul = matrices;
  }

  /** The layer of this name below. */
  child(name: string): ModuleScope {
    return new ModuleScope(this.graph.at(name), this.weights.child(name), this.matmul);
  }

  /** The same layer, written into another graph or with other matrices. */
  using({ graph = this.graph, matmul = this.matmul }: Partial<ModuleScope>): ModuleScope {
    return new ModuleScope(graph, this.weights, matmul);
  }

  /** Puts a tensor of the checkpoint into the graph, in the type that the layer computes with. */
  weight(name: string, shape: readonly number[]): Value {
    return this.addDerivedWeight(name, this.weights.take(name, shape));
  }

  /** Puts a tensor that was made from others into the graph. */
  addDerivedWeight(name: string, { shape, load }: LazyTensor): Value {
    if (this.matmul.element === 'float32') return this.graph.weight(name, shape, load);
    return this.graph.weight(name, shape, async () => toHalves(await load()), 'float16');
  }

  /** A number that the layer computes with, a scalar. */
  number(value: number): Value {
    const constant = this.graph.constant('float32', value);
    const { element } = this.matmul;
    return element === 'float32' ? constant : this.graph.cast(constant, element);
  }
}
