import { create } from '@bufbuild/protobuf';
import { NodeProtoSchema, type ValueInfoProto } from 'onnx-buf';
import { type Attributes, type BodyAttribute, toAttributeProtos } from './attributes.js';
import { toConstant, toValueInfo } from './constants.js';
import { ELEMENT_TYPE_NUMBERS, type ElementType } from './element-type.js';
import {
  emptyGraph,
  type GraphState,
  innerGraph,
  uniqueName,
  type WeightArrays,
  type WeightType,
} from './graph-state.js';

/** A tensor in a graph, identified by its name. */
export type Value = { readonly name: string };

/** A size of a graph's input or output: a number, or the name of a size that varies. */
export type Dimension = number | string;

/** Options of {@link GraphBuilder.op} and {@link GraphBuilder.ops}. */
export type NodeOptions = {
  /** The operator set, e.g. `com.microsoft`; default ONNX's own. */
  readonly domain?: string;
};

/**
 * Writes an ONNX graph node by node, in the order of computation. A builder is a view of the graph with a
 * scope: the names that it creates begin with the scope, as in `encoder/layers.0/MatMul`.
 */
export class GraphBuilder {
  readonly state: GraphState;
  readonly #scope: string;

  constructor(state: GraphState = emptyGraph(), scope = '') {
    this.state = state;
    this.#scope = scope;
  }

  /** A view of the same graph one scope deeper. */
  at(scope: string): GraphBuilder {
    return new GraphBuilder(this.state, `${this.#scope}${scope}/`);
  }

  /**
   * A graph inside this one, one scope deeper, for nodes that run graphs, e.g. `Loop`. It can use the
   * values of this graph, and its constants and weights are stored with those of this graph.
   */
  inside(scope: string): GraphBuilder {
    return new GraphBuilder(innerGraph(this.state), `${this.#scope}${scope}/`);
  }

  /**
   * The outermost graph, in the same scope, for nodes whose result is the same at every run of this
   * graph. They must be added before the node that runs this graph.
   */
  outside(): GraphBuilder {
    let { state } = this;
    while (state.outer) state = state.outer;
    return new GraphBuilder(state, this.#scope);
  }

  /** This graph as the attribute of the node that runs it, once it is complete. */
  asBody(): BodyAttribute {
    return { body: this.state };
  }

  /** Declares an input of the graph; its name gets the scope like a node's. */
  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    const info = this.#declare(name, type, shape);
    this.state.inputs.push(info);
    return { name: info.name };
  }

  /** Declares a value as an output of the graph; its name gets the scope like a node's. */
  output(name: string, value: Value, type: ElementType, shape: readonly Dimension[]): void {
    const info = this.#declare(name, type, shape);
    this.state.outputs.push(info);
    this.#addNode('Identity', [value], {}, {}, [info.name]);
  }

  /** Adds a node with one output. `undefined` omits an optional input. */
  op(
    type: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes = {},
    options: NodeOptions = {},
  ): Value {
    const name = uniqueName(this.state, `${this.#scope}${type}`);
    this.#addNode(type, inputs, attributes, options, [name]);
    return { name };
  }

  /** Converts a value to another element type. */
  cast(value: Value, to: ElementType): Value {
    return this.op('Cast', [value], { to: ELEMENT_TYPE_NUMBERS[to] });
  }

  /** Adds a node with several outputs, e.g. `Split`. */
  ops(
    type: string,
    inputs: readonly (Value | undefined)[],
    outputs: number,
    attributes: Attributes = {},
    options: NodeOptions = {},
  ): Value[] {
    const name = uniqueName(this.state, `${this.#scope}${type}`);
    const names = Array.from({ length: outputs }, (_, i) => `${name}:${i}`);
    this.#addNode(type, inputs, attributes, options, names);
    return names.map((each) => ({ name: each }));
  }

  /**
   * Adds a small tensor inside the graph; equal tensors are stored once.
   *
   * @param values a number is a scalar (shape `[]`); an array is a vector unless `shape` is passed
   * @throws RangeError if it has more than 1 kB, or the number of values does not match the shape
   */
  constant(
    type: 'float32' | 'int64',
    values: number | readonly number[],
    shape?: readonly number[],
  ): Value {
    const { key, tensor } = toConstant(type, values, shape);
    const known = this.state.constants.get(key);
    if (known) return { name: known.name };
    tensor.name = uniqueName(this.state, `constant/${tensor.name}`);
    this.state.constants.set(key, tensor);
    return { name: tensor.name };
  }

  /**
   * Adds a large tensor, which is stored beside the graph and loaded only when the model is written.
   *
   * @param name gets the scope like a node's
   * @param load returns the elements in C order
   */
  weight<T extends WeightType = 'float32'>(
    name: string,
    shape: readonly number[],
    load: () => Promise<WeightArrays[T]>,
    type?: T,
  ): Value {
    const full = uniqueName(this.state, `${this.#scope}${name}`);
    this.state.weights.set(full, { name: full, type: type ?? 'float32', shape, load });
    return { name: full };
  }

  #declare(name: string, type: ElementType, shape: readonly Dimension[]): ValueInfoProto {
    const full = `${this.#scope}${name}`;
    if (uniqueName(this.state, full) !== full) {
      throw new RangeError(`The graph has a value named ${full} already. Choose another name.`);
    }
    return toValueInfo(full, type, shape);
  }

  #addNode(
    opType: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes,
    { domain = '' }: NodeOptions,
    output: string[],
  ): void {
    this.state.domains.add(domain);
    this.state.nodes.push(
      create(NodeProtoSchema, {
        name: output[0] ?? '',
        opType,
        domain,
        input: inputs.map((value) => value?.name ?? ''),
        output,
        attribute: toAttributeProtos(attributes),
      }),
    );
  }
}
