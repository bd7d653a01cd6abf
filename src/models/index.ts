export { mapCheckpoint, mapStore, type PartialModel } from './read/map-tensors.js';
export { planModel } from './read/plan-model.js';
export type { GraphOptions, Precision } from './graph-options.js';
export {
  GRAPH_REVISION,
  type ModelDescription,
  type ModelPlan,
  type Normalisation,
} from './read/model-plan.js';
export { planSpeakerEncoder, type SpeakerEncoderPlan } from './speaker-encoder/speaker-encoder.js';
