export { describeModel } from './from-checkpoint.js';
export {
  GRAPH_REVISION,
  type ModelDescription,
  type ModelPlan,
  type Normalisation,
} from './model-plan.js';
