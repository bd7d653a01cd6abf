// The figures must be those of the command line, and the truth never leaves the browser, so that the
// page reads the labels and computes the figures itself.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export {
  checkClips,
  coloredGroups,
  describeClips,
  describeModel,
  EVALUATION_WORDS,
  isAudioName,
  LabelResolver,
  makeEvaluation,
  mappedPlaces,
  placePoints,
  readNames,
  readTable,
} from '@engine/evaluation/web.js';

// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { DATA_FILE, MODEL_FILE } from '@engine/graph-files.js';
