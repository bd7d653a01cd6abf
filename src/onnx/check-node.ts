import { type AttributeProto, AttributeProto_AttributeType, type NodeProto } from 'onnx-buf';
import { ATTRIBUTE_BOUNDS, KNOWN_OPERATORS, type KnownOperator } from './known-operators.js';
import { UnknownGraph } from './unknown-graph.js';

/** Largest number of integers in an attribute; a tensor has at most 8 dimensions. */
const MAX_INTEGERS = 16;

/**
 * Checks a node by the table of known operators.
 *
 * @param known names of the values that are computed before it
 * @throws UnknownGraph
 */
export function checkNode(node: NodeProto, known: ReadonlySet<string>): void {
  const { domain, opType, input, output, attribute } = node;
  const name = domain === '' ? opType : `${domain}:${opType}`;
  const operator = Object.hasOwn(KNOWN_OPERATORS, name) ? KNOWN_OPERATORS[name] : undefined;
  if (!operator || node.overload !== '') throw new UnknownGraph(`it uses the operator ${name}.`);
  checkInputs(name, input, operator, known);
  if (output.length < 1 || output.length > (operator.outputs ?? 1) || output[0] === '')
    throw new UnknownGraph(`${name} has ${output.length} outputs.`);
  for (const each of output)
    if (known.has(each)) throw new UnknownGraph(`two nodes compute ${each}.`);
  for (const each of attribute) checkAttribute(name, each, operator);
}

function checkInputs(
  name: string,
  input: readonly string[],
  { inputs: [least, most], optional = [] }: KnownOperator,
  known: ReadonlySet<string>,
): void {
  if (input.length < least || input.length > most)
    throw new UnknownGraph(`${name} has ${input.length} inputs, expected ${least} to ${most}.`);
  for (const [at, each] of input.entries()) {
    if (each === '' && !optional.includes(at))
      throw new UnknownGraph(`input ${at + 1} of ${name} is omitted.`);
    if (each !== '' && !known.has(each))
      throw new UnknownGraph(`nothing computes the input ${each} of ${name}.`);
  }
}

function checkAttribute(
  operator: string,
  { name, type, i, ints, g, t, graphs, tensors, sparseTensor, refAttrName }: AttributeProto,
  { attributes = [] }: KnownOperator,
): void {
  const { INT, INTS, FLOAT, STRING, GRAPH } = AttributeProto_AttributeType;
  const isBody = operator === 'Loop' && name === 'body';
  const isKnown = attributes.includes(name) && [INT, INTS, FLOAT, STRING, GRAPH].includes(type);
  const hasMore = t ?? sparseTensor ?? (graphs.length + tensors.length > 0 || refAttrName !== '');
  if (!isKnown || hasMore !== false || (g !== undefined) !== isBody)
    throw new UnknownGraph(`${operator} has the attribute ${name}.`);
  const integers = type === INT ? [i] : ints;
  const [least, most] = ATTRIBUTE_BOUNDS[name] ?? [0, 0];
  const isOutside = (value: bigint) => value < least || value > most;
  if (integers.length > MAX_INTEGERS || integers.some(isOutside))
    throw new UnknownGraph(`the attribute ${name} of ${operator} is out of bounds.`);
}
