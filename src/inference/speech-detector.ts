import type { Session, Tensor } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { CONTEXT_SAMPLES, FRAME_SAMPLES, STATE_SIZE, TARGET_RMS } from './run-detector.js';

/**
 * The largest gain for quiet sound, 30 dB. With more of it, the hiss of a silent room reaches the
 * level of speech.
 */
const MAX_GAIN = 31.6;
/** The gain follows the loudest of the last eight seconds. */
const LEVEL_FRAMES = 250;

/**
 * The probability of speech in sound that arrives in pieces, by Silero's voice activity detector.
 * Its state continues from frame to frame, so that the pieces do not change the probabilities.
 */
export class SpeechDetector {
  readonly #detector: Session;
  /** The context of the next frame, followed by its samples so far. */
  readonly #frame = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
  readonly #input = { data: new Float32Array(this.#frame.length), shape: [1, this.#frame.length] };
  readonly #sr = { data: BigInt64Array.of(BigInt(MODEL_SAMPLE_RATE)), shape: [] };
  readonly #levels = new Float32Array(LEVEL_FRAMES);
  #filled = CONTEXT_SAMPLES;
  #frames = 0;
  #state: Tensor = { data: new Float32Array(2 * STATE_SIZE), shape: [2, 1, STATE_SIZE] };

  /** @param detector see `runDetector`; its batch is 1 here */
  constructor(detector: Session) {
    this.#detector = detector;
  }

  /**
   * Adds the next samples. Calls must not overlap.
   *
   * @param samples 16 kHz mono, `[time]`
   * @returns one probability for each frame of 512 samples that is complete now, `[frames]`
   */
  async push(samples: Float32Array): Promise<number[]> {
    const probabilities: number[] = [];
    for (let at = 0; at < samples.length;) {
      const taken = samples.subarray(at, at + this.#frame.length - this.#filled);
      this.#frame.set(taken, this.#filled);
      this.#filled += taken.length;
      at += taken.length;
      if (this.#filled === this.#frame.length) probabilities.push(await this.#run());
    }
    return probabilities;
  }

  async #run(): Promise<number> {
    const gain = this.#gain();
    for (const [at, sample] of this.#frame.entries()) this.#input.data[at] = gain * sample;
    const feeds = { input: this.#input, state: this.#state, sr: this.#sr };
    const { output, stateN } = await this.#detector.run(feeds);
    const probability = output?.data[0];
    if (probability === undefined || !stateN)
      throw new TypeError('The voice activity detector returned no output.');
    this.#state = stateN;
    this.#frame.copyWithin(0, FRAME_SAMPLES);
    this.#filled = CONTEXT_SAMPLES;
    return probability;
  }

  /** The gain that makes quiet speech loud enough for the detector. */
  #gain(): number {
    const energy = this.#frame.subarray(CONTEXT_SAMPLES).reduce((sum, each) => sum + each ** 2, 0);
    this.#levels[this.#frames++ % LEVEL_FRAMES] = Math.sqrt(energy / FRAME_SAMPLES);
    const loudest = this.#levels.reduce((a, b) => Math.max(a, b), 0);
    return Math.min(MAX_GAIN, Math.max(1, TARGET_RMS / loudest));
  }
}
