import { EmotionClassifier } from './emotion-classifier.js';
import type { LoadOptions } from '../node/index.js';

/** The options of SpeechBrain's `foreign_class`, in camelCase. */
export type ForeignClassOptions = LoadOptions & {
  /** Accepted for the sake of SpeechBrain's snippet. The Python file is never read or executed. */
  readonly pymoduleFile?: string;
  /** Accepted for the sake of SpeechBrain's snippet. */
  readonly classname?: string;
};

/**
 * {@link EmotionClassifier.fromHparams} for people who come with SpeechBrain's snippet:
 *
 * ```ts
 * const classifier = await foreignClass({
 *   source: 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP',
 *   pymoduleFile: 'custom_interface.py',
 *   classname: 'CustomEncoderWav2vec2Classifier',
 * });
 * ```
 */
export function foreignClass(options: ForeignClassOptions): Promise<EmotionClassifier> {
  return EmotionClassifier.fromHparams(options);
}
