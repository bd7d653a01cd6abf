// This device computes what a server would compute, with the same code.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export {
  type Engine,
  isConverted,
  keptModels,
  MODEL,
  openFiles,
  openWebBundle,
  removeModel,
  startEngine,
  type WebBundle,
} from '@engine/browser/web.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export {
  Baseline,
  type BaselineJson,
  makeBaseline,
  SpeakerVoice,
  type VoicePart,
} from '@engine/inference/index.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { type AnsweredExample, exampleMaker, nameClasses } from '@engine/adaptation/index.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export {
  type AdaptedFacts,
  CARD_FILE,
  formatAdapted,
  headsText,
} from '@engine/classifier/adapted-files.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { nameLabel } from '@engine/labels.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { toModelInfo } from '@engine/bundles/web.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { toRecordingJson } from '@engine/server/engine/recording-json.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { Wav2EmoError } from '@engine/errors.js';
