import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { speechFrames } from './speech-frames.js';
import type { OpenVoiceDetector } from './speech-presence.js';
import { FRAME_SAMPLES } from './run-detector.js';

/** Measures how many seconds of speech each window of a recording contains. */
export class SpeechMeter {
  readonly #openDetector: OpenVoiceDetector;
  readonly #seconds: number[] = [];

  constructor(openDetector: OpenVoiceDetector) {
    this.#openDetector = openDetector;
  }

  /** Seconds of speech, one per window in order. */
  get seconds(): readonly number[] {
    return this.#seconds;
  }

  /**
   * Measures the next window.
   *
   * @param window 16 kHz mono, `[time]`; it must not change until the promise settles
   * @throws the signal's reason
   */
  async push(window: Float32Array, signal?: AbortSignal): Promise<void> {
    const frames = await speechFrames(window, await this.#openDetector(), signal);
    const seconds = frames.filter(Boolean).length * (FRAME_SAMPLES / MODEL_SAMPLE_RATE);
    this.#seconds.push(Math.min(seconds, window.length / MODEL_SAMPLE_RATE));
  }
}
