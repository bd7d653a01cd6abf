// What a browser uses of this folder; nothing here loads a Node module.
export type { ClassEvaluation, Estimate } from './evaluate-classes.js';
export {
  describeModel,
  type EvaluatedClip,
  type Evaluation,
  makeEvaluation,
} from './evaluation.js';
export { checkClips } from './manifest/check-clips.js';
export {
  type Clip,
  clipName,
  type CorpusFolder,
  isAudioName,
  type Manifest,
  type Problem,
  type ProblemKind,
  speakerOf,
} from './manifest/clip.js';
export { LabelResolver } from './manifest/label-map.js';
export { readNames } from './manifest/read-names.js';
export { readTable } from './manifest/read-table.js';
export { EVALUATION_WORDS, type EvaluationWords } from './words.js';
