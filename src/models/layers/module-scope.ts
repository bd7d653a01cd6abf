import type { GraphBuilder, Value } from '../../onnx/index.js';
import { toHalves } from '../precision/half.js';
import { float32Matmul, type MatmulStrategy } from '../precision/matmul-strategy.js';
import type { LazyTensor, Weights } from './model-weights.js';

/** The scope in which a module is written: its part of the graph and its tensors, below its name. */
export class ModuleScope {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
  readonly matmul: MatmulStrategy;

  /** @param matmul how its large matrices are stored and multiplied; default: in float32 */
  constructor(graph: GraphBuilder, weights: Weights, matmul: MatmulStrategy = float32Matmul) {
    this.graph = graph;
    this.weights = weights;
    this.matmul = matmul;
  }

  /** The scope of a child module. */
  child(name: string): ModuleScope {
    return new ModuleScope(this.graph.at(name), this.weights.child(name), this.matmul);
  }

  /** The same module, written into another graph or with another strategy. */
  using({ graph = this.graph, matmul = this.matmul }: Partial<ModuleScope>): ModuleScope {
    return new ModuleScope(graph, this.weights, matmul);
  }

  /** Adds a tensor of the checkpoint to the graph, in the type that the module computes with. */
  weight(name: string, shape: readonly number[]): Value {
    return this.addDerivedWeight(name, this.weights.take(name, shape));
  }

  /** Adds a tensor that is computed from others to the graph. */
  addDerivedWeight(name: string, { shape, load }: LazyTensor): Value {
    if (this.matmul.element === 'float32') return this.graph.weight(name, shape, load);
    return this.graph.weight(name, shape, async () => toHalves(await load()), 'float16');
  }

  /** A scalar constant in the type that the module computes with. */
  number(value: number): Value {
    const constant = this.graph.constant('float32', value);
    const { element } = this.matmul;
    return element === 'float32' ? constant : this.graph.cast(constant, element);
  }
}
