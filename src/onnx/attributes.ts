import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
} from 'onnx-buf';
import type { GraphState } from './graph-state.js';

/** A float attribute; a bare number is an integer. Created by {@link float}. */
export type FloatAttribute = { readonly float: number };

/** A graph that a node runs, e.g. the body of a `Loop`. Created by `GraphBuilder.asBody`. */
export type BodyAttribute = { readonly body: GraphState };

/** The value of a node's attribute: an integer, integers, a float, a text or a graph. */
export type AttributeValue = number | readonly number[] | string | FloatAttribute | BodyAttribute;

/** Attributes of a node by name; those that are `undefined` are omitted. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** Marks a number as a float attribute, e.g. `{ epsilon: float(1e-5) }`. */
export function float(value: number): FloatAttribute {
  return { float: value };
}

/**
 * Converts attributes to ONNX messages, sorted by name so that the bytes do not depend on their order.
 *
 * @throws RangeError for a bare number that is not an integer
 */
export function toAttributeProtos(attributes: Attributes): AttributeProto[] {
  return Object.entries(attributes)
    .flatMap(([name, value]) => (value === undefined ? [] : [toAttributeProto(name, value)]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function toAttributeProto(name: string, value: AttributeValue): AttributeProto {
  const type = AttributeProto_AttributeType;
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, {
      name,
      type: type.STRING,
      s: new TextEncoder().encode(value),
    });
  }
  if (typeof value === 'number') {
    return create(AttributeProtoSchema, { name, type: type.INT, i: toInteger(name, value) });
  }
  if ('float' in value) {
    return create(AttributeProtoSchema, { name, type: type.FLOAT, f: value.float });
  }
  if ('body' in value) return toGraphAttribute(name, value.body);
  const ints = value.map((each) => toInteger(name, each));
  return create(AttributeProtoSchema, { name, type: type.INTS, ints });
}

function toGraphAttribute(name: string, { nodes, inputs, outputs }: GraphState): AttributeProto {
  const g = create(GraphProtoSchema, { name, node: nodes, input: inputs, output: outputs });
  return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.GRAPH, g });
}

function toInteger(name: string, value: number): bigint {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(
      `Attribute ${name} is ${value}; expected an integer. Wrap a float in float().`,
    );
  }
  return BigInt(value);
}
