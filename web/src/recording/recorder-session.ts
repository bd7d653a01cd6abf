import { encodeWav } from './encode-wav.ts';
import { type Microphone, openMicrophone } from './microphone.ts';

/** The longest recording in seconds. */
export const LIMIT_SECONDS = 120;

/** Quieter than this counts as silence, in dB relative to full scale. */
const SILENCE_DECIBEL = -50;

/** Silence of this length is reported, in seconds. */
const SILENCE_SECONDS = 2;

/** The interval between readings of the meter, in seconds. */
const METER_SECONDS = 0.08;

/** What the page shows while recording. */
export type RecorderReading = {
  /** Loudest level since the last reading, in dB relative to full scale; at least -100. */
  readonly levelDecibel: number;
  readonly elapsedSeconds: number;
  readonly silent: boolean;
};

/** A recording under way: collects samples while it is not paused and measures all of them. */
export class RecorderSession {
  paused = true;
  readonly #onReading: (reading: RecorderReading) => void;
  readonly #onLimit: () => void;
  readonly #blocks: Float32Array[] = [];
  #microphone: Microphone | undefined;
  #samples = 0;
  #quietSamples = 0;
  #peak = 0;
  #sinceReading = 0;

  /**
   * @param onReading gets the level and the time several times a second
   * @param onLimit is called when the recording reaches its longest duration
   */
  constructor(onReading: (reading: RecorderReading) => void, onLimit: () => void) {
    this.#onReading = onReading;
    this.#onLimit = onLimit;
  }

  /** Opens the microphone; nothing is kept until `paused` is false. */
  async open(): Promise<void> {
    this.#microphone = await openMicrophone((samples) => {
      this.#take(samples);
    });
  }

  /** Closes the microphone and returns the recording; `undefined` if it is empty. */
  async finish(): Promise<Blob | undefined> {
    await this.#microphone?.close();
    if (!this.#microphone || this.#samples === 0) return undefined;
    return encodeWav(this.#blocks, this.#microphone.sampleRate);
  }

  #take(samples: Float32Array): void {
    const rate = this.#microphone?.sampleRate;
    if (rate === undefined) return;
    const peak = samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
    this.#quietSamples = decibel(peak) < SILENCE_DECIBEL ? this.#quietSamples + samples.length : 0;
    if (!this.paused) {
      this.#blocks.push(samples);
      this.#samples += samples.length;
      if (this.#samples >= LIMIT_SECONDS * rate) this.#stopAtLimit();
    }
    this.#peak = Math.max(this.#peak, peak);
    this.#sinceReading += samples.length;
    if (this.#sinceReading >= METER_SECONDS * rate) this.#emitReading(rate);
  }

  #stopAtLimit(): void {
    this.paused = true;
    this.#onLimit();
  }

  #emitReading(rate: number): void {
    this.#onReading({
      levelDecibel: decibel(this.#peak),
      elapsedSeconds: this.#samples / rate,
      silent: this.#quietSamples >= SILENCE_SECONDS * rate,
    });
    this.#peak = 0;
    this.#sinceReading = 0;
  }
}

function decibel(amplitude: number): number {
  return Math.max(-100, 20 * Math.log10(amplitude));
}
