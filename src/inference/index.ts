export {
  classification,
  regression,
  softmax,
  type Answer,
  type AnswerDetails,
  type Classification,
  type Regression,
} from './emotion-results.js';
export { EmotionModel, type AnswerOptions, type WindowOutputs } from './emotion-model.js';
export type { Waveforms } from './utterances.js';
export { addUncertain } from './add-uncertain.js';
export { WINDOW_SAMPLES } from './windows.js';
export { byLabel, judgementOf, roundFigure, type Judgement } from './result-json.js';
