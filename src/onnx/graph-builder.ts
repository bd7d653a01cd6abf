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

/** A tensor that flows through a graph, known by its name. */
export type Value = { readonly name: string };

/** A size of a graph's input or output: a number, or a name for a size that varies. */
export type Dimension = number | string;

/** What {@link GraphBuilder.op} and {@link GraphBuilder.ops} take besides inputs and attributes. */
export type NodeOptions = {
  /** The operator set, e.g. `com.microsoft`; default ONNX's own. */
  readonly domain?: string;
};

/**
 * Writes an ONNX graph node by node, in the order of computation. A builder is a view of the graph
 * with a scope: names made through it begin with the scope, as in `encoder/layers.0/MatMul`.
 */
export class GraphBuilder {
  readonly state: GraphState;
  private readonly scope: string;

  constructor(state: GraphState = emptyGraph(), scope = '') {
    this.state = state;
    this.scope = scope;
  }

  /** A view of the same graph one scope deeper. */
  at(scope: string): GraphBuilder {
    return new GraphBuilder(this.state, `${this.scope}${scope}/`);
  }

  /**
   * A graph inside this one, one scope deeper, for nodes that run graphs, e.g. `Loop`. It sees the
   * values of this one, and its constants and weights are kept with those of this one.
   */
  inside(scope: string): GraphBuilder {
    return new GraphBuilder(innerGraph(this.state), `${this.scope}${scope}/`);
  }

  /**
   * The outermost graph, in the same scope, for what is the same at every run of this one. Its nodes
   * must be added before the one that runs this graph.
   */
  outside(): GraphBuilder {
    let { state } = this;
    while (state.outer) state = state.outer;
    return new GraphBuilder(state, this.scope);
  }

  /** This graph as the attribute of the node that runs it, once it is complete. */
  asBody(): BodyAttribute {
    return { body: this.state };
  }

  /** Declares an input of the graph; its name is scoped like a node's. */
  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    const info = this.declare(name, type, shape);
    this.state.inputs.push(info);
    return { name: info.name };
  }

  /** Declares a value as an output of the graph; its name is scoped like a node's. */
  output(name: string, value: Value, type: ElementType, shape: readonly Dimension[]): void {
    const info = this.declare(name, type, shape);
    this.state.outputs.push(info);
    this.addNode('Identity', [value], {}, {}, [info.name]);
  }

  /** Adds a node with one output. `undefined` stands for an optional input that is left out. */
  op(
    type: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes = {},
    options: NodeOptions = {},
  ): Value {
    const name = uniqueName(this.state, `${this.scope}${type}`);
    this.addNode(type, inputs, attributes, options, [name]);
    return { name };
  }

  /** The same numbers as elements of another type. */
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
    const name = uniqueName(this.state, `${this.scope}${type}`);
    const names = Array.from({ length: outputs }, (_, i) => `${name}:${i}`);
    this.addNode(type, inputs, attributes, options, names);
    return names.map((each) => ({ name: each }));
  }

  /**
   * A small tensor inside the graph; equal ones are kept once.
   *
   * @param values one number is a scalar (shape `[]`), an array a vector unless `shape` is given
   * @throws RangeError beyond 1 kB, or when values and shape do not agree
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
   * A large tensor, stored beside the graph and loaded only when the model is written.
   *
   * @param name scoped like a node's
   * @param load gives the elements in C order
   */
  weight<T extends WeightType = 'float32'>(
    name: string,
    shape: readonly number[],
    load: () => Promise<WeightArrays[T]>,
    type?: T,
  ): Value {
    const full = uniqueName(this.state, `${this.scope}${name}`);
    this.state.weights.set(full, { name: full, type: type ?? 'float32', shape, load });
    return { name: full };
  }

  private declare(name: string, type: ElementType, shape: readonly Dimension[]): ValueInfoProto {
    const full = `${this.scope}${name}`;
    if (uniqueName(this.state, full) !== full) {
      throw new RangeError(`The graph has a value named ${full} already. Choose another name.`);
    }
    return toValueInfo(full, type, shape);
  }

  private addNode(
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
