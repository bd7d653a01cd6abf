// This device computes what a server would compute, with the same code.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export {
  type Engine,
  keptModels,
  MODEL,
  openWebBundle,
  removeModel,
  startEngine,
  toRecordingJson,
  type WebBundle,
} from '@engine/browser/web.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { Baseline, makeBaseline, SpeakerVoice, type VoicePart } from '@engine/inference/index.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { listsHeads, parseManifest, toModelInfo } from '@engine/bundles/web.js';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
export { Wav2EmoError } from '@engine/errors.js';
