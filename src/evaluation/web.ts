// What a browser uses of this folder; nothing here loads a Node module.
export type { ClassEvaluation, Estimate } from './evaluate-classes.js';
export {
  describeModel,
  type EvaluatedClip,
  type Evaluation,
  makeEvaluation,
} from './evaluation.js';
export { checkClips } from './clips/check-clips.js';
export {
  type Clip,
  clipName,
  type CorpusFolder,
  isAudioName,
  type ClipList,
  type Problem,
  type ProblemKind,
  speakerOf,
} from './clips/clip.js';
export { LabelResolver } from './clips/label-map.js';
export { readNames } from './clips/read-names.js';
export { readTable } from './clips/read-table.js';
export {
  type ColoredGroup,
  coloredGroups,
  describeClips,
  type MapClip,
  type MapGroup,
  type Verdict,
} from './map/map-groups.js';
export { mappedPlaces, placePoints } from './map/map-points.js';
export type { Point } from './map/project.js';
export { EVALUATION_WORDS, type EvaluationWords } from './words.js';
