import { type Finding, isVoidAnswer } from '../findings.js';
import { findSpeech } from './find-no-speech.js';

/** Looks for speech in a recording that comes in windows, until it is found. */
export class SpeechSearch {
  #isOver = false;
  /** Seconds of the windows so far that sounded like speech and were none. */
  #seconds = 0;

  /**
   * Takes the next window. Quiet windows are raised for themselves, as short recordings are.
   *
   * @param window 16 kHz mono, `[time]`; looked at until the promise is settled
   * @throws the signal's reason
   */
  async hear(window: Float32Array, signal?: AbortSignal): Promise<void> {
    if (this.#isOver) return;
    const noSpeech = await findSpeech(window, signal);
    if (noSpeech) this.#seconds += noSpeech.value;
    else this.#isOver = true;
  }

  /** Puts `no-speech` before the other findings where all windows were heard in vain. */
  addTo(findings: readonly Finding[]): readonly Finding[] {
    if (this.#isOver || isVoidAnswer(findings)) return findings;
    return [{ code: 'no-speech', value: this.#seconds }, ...findings];
  }
}
