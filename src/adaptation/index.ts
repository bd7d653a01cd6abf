export {
  type Adaptation,
  adaptHeads,
  type AdaptHeadsOptions,
  type AnsweredExample,
} from './adapt-heads.js';
export { exampleMaker } from './answer-example.js';
export { matchLabels } from './base-head.js';
export { nameClasses, type NamedClasses } from './name-classes.js';
export type { Example } from './examples.js';
export type { Estimate, Gain } from './validation/measure-gain.js';
