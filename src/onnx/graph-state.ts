import type { NodeProto, TensorProto, ValueInfoProto } from 'onnx-buf';

/** The array with the elements of a weight, by its type. */
export type WeightArrays = {
  readonly float32: Float32Array;
  /** The bits of IEEE 754 halves. */
  readonly float16: Uint16Array;
  readonly int8: Int8Array;
};

/** Element types of weights. */
export type WeightType = keyof WeightArrays;

/** A large tensor of a graph, which is loaded only while the model is written. */
export type Weight = {
  readonly name: string;
  readonly type: WeightType;
  readonly shape: readonly number[];
  /** Returns the elements in C order. It is called once each time the model is written. */
  readonly load: () => Promise<WeightArrays[WeightType]>;
};

/** The content of a graph, which all views of the graph share. */
export type GraphState = {
  readonly nodes: NodeProto[];
  readonly inputs: ValueInfoProto[];
  readonly outputs: ValueInfoProto[];
  /** Small tensors inside the graph, by a key of their content. */
  readonly constants: Map<string, TensorProto>;
  readonly weights: Map<string, Weight>;
  /** How often each name was requested, to number the repetitions. */
  readonly names: Map<string, number>;
  readonly domains: Set<string>;
  /** The graph that contains this one, if there is one. */
  readonly outer?: GraphState;
};

/**
 * An empty graph inside another one, e.g. the body of a `Loop`. It can use the values of the outer graph,
 * and its constants and weights are stored with those of the outer graph.
 */
export function innerGraph(outer: GraphState): GraphState {
  return { ...outer, nodes: [], inputs: [], outputs: [], outer };
}

/** An empty graph. */
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

/** Returns `wanted`, or `wanted_1`, `wanted_2` … if the name is used already. */
export function uniqueName(state: GraphState, wanted: string): string {
  const count = state.names.get(wanted) ?? 0;
  state.names.set(wanted, count + 1);
  return count === 0 ? wanted : uniqueName(state, `${wanted}_${count}`);
}
