export {
  type Attributes,
  type AttributeValue,
  type BodyAttribute,
  float,
  type FloatAttribute,
} from './attributes.js';
export { checkGraph } from './check-graph.js';
export { CONSTANT_BYTES } from './constants.js';
export type { ElementType } from './element-type.js';
export { type Dimension, GraphBuilder, type NodeOptions, type Value } from './graph-builder.js';
export { encodeWhole, OPSET } from './model-proto.js';
export {
  type ByteSink,
  writeGraph,
  type WriteGraphOptions,
  type WrittenGraph,
} from './write-graph.js';
export { DATA_FILE, MODEL_FILE } from '../graph-files.js';
