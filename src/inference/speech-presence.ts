import { type Finding, isVoidAnswer } from '../findings.js';
import type { Session } from '../runtime/index.js';
import { findNoSpeech } from './find-no-speech.js';

/** Returns the voice activity detector: a port that each platform fills. */
export type OpenVoiceDetector = () => Promise<Session>;

/** Searches the windows of one recording for speech, and stops at the first syllable. */
export class SpeechPresence {
  readonly #openDetector: OpenVoiceDetector;
  #found = false;
  /** Seconds of frames so far that resembled speech without making up a syllable. */
  #seconds = 0;

  constructor(openDetector: OpenVoiceDetector) {
    this.#openDetector = openDetector;
  }

  /**
   * Examines the next window. The gain for quiet speech is chosen per window.
   *
   * @param window 16 kHz mono, `[time]`; it must not change until the promise settles
   * @throws the signal's reason
   */
  async push(window: Float32Array, signal?: AbortSignal): Promise<void> {
    if (this.#found) return;
    const noSpeech = await findNoSpeech(window, await this.#openDetector(), signal);
    if (noSpeech) this.#seconds += noSpeech.value;
    else this.#found = true;
  }

  /** Returns the findings, with `no-speech` first if no window contained speech. */
  withFinding(findings: readonly Finding[]): readonly Finding[] {
    if (this.#found || isVoidAnswer(findings)) return findings;
    return [{ code: 'no-speech', value: this.#seconds }, ...findings];
  }
}
