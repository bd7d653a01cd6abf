import { type Answer, type AnswerOptions } from '../inference/index.js';
import type { AudioFile } from '../bundles/index.js';

/** Who answers on the recordings of `classify`: one model, or several threads with one each. */
export interface Answering {
  /** Recordings that are begun beside the one whose answer is awaited. */
  readonly ahead: number;
  /**
   * Answers on a recording.
   *
   * @throws AudioError, FileError, and the signal's reason
   */
  answerFile(file: AudioFile, options: AnswerOptions): Promise<Answer>;
  /** Frees the memory. Nothing is answered afterwards. */
  dispose(): Promise<void>;
}
