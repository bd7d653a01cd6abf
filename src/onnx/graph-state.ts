import type { NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';

/** What the elements of a weight are kept in, by its type. */
export type WeightArrays = {
  readonly float32: Float32Array;
  /** The bits of IEEE 754 halves. */
  readonly float16: Uint16Array;
  readonly int8: Int8Array;
};

/** Types of the elements of weights. */
export type WeightType = keyof WeightArrays;

/** A large tensor of a graph that is loaded only while the model is written. */
export type Weight = {
  readonly name: string;
  readonly type: WeightType;
  readonly shape: readonly number[];
  /** Gives the elements in C order; called once for each time the model is written. */
  readonly load: () => Promise<WeightArrays[WeightType]>;
};

/** What every view of one graph writes into. */
export type GraphState = {
  readonly nodes: NodeProto[];
  readonly inputs: ValueInfoProto[];
  readonly outputs: ValueInfoProto[];
  /** Small tensors inside the graph, by what they hold. */
  readonly constants: Map<string, TensorProto>;
  readonly weights: Map<string, Weight>;
  /** How often a name was asked for, to number the repetitions. */
  readonly names: Map<string, number>;
  readonly domains: Set<string>;
  /** The graph that this one stands in, if it stands in one. */
  readonly outer?: GraphState;
};

/**
 * A graph with nothing in it that stands inside another, as the body of a `Loop`: it sees the
 * values of the other, and its constants and weights are kept with those of the other.
 */
export function innerGraph(outer: GraphState): GraphState {
  return { ...outer, nodes: [], inputs: [], outputs: [], outer };
}

/** A graph with nothing in it. */
export function emptyGraph(): GraphState {
  return {
    nodes: [],
    inputs: [],
    outputs: [],
    constants: new Map(),
    weights: new Map(),
    names: new Map(),
    domains: new Set(),
  };
}

/** `wanted`, or `wanted_1`, `wanted_2` … when it is taken. */
export function uniqueName(state: GraphState, wanted: string): string {
  const count = state.names.get(wanted) ?? 0;
  state.names.set(wanted, count + 1);
  return count === 0 ? wanted : uniqueName(state, `${wanted}_${count}`);
}
