export { describeModel } from './from-checkpoint.js';
export type { GraphOptions, Precision } from './graph-options.js';
export {
  GRAPH_REVISION,
  type ModelDescription,
  type ModelPlan,
  type Normalisation,
} from './model-plan.js';
