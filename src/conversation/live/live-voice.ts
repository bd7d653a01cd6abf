import type { Baseline, VoicePart } from '../../inference/index.js';

/** Makes a baseline of the parts of a voice; `undefined` if there is too little speech. */
export type MakeBaseline = (parts: readonly VoicePart[]) => Baseline | undefined;

/**
 * Learns how the voice of a session sounds from its first utterances. The baseline changes between
 * utterances only, so that no utterance is compared with itself.
 */
export class LiveVoice {
  readonly #make: MakeBaseline;
  readonly #learnSeconds: number;
  readonly #parts: VoicePart[] = [];
  #seconds = 0;
  #baseline: Baseline | undefined;

  /** @param learnSeconds of speech, after which the baseline stays as it is */
  constructor(make: MakeBaseline, learnSeconds: number) {
    this.#make = make;
    this.#learnSeconds = learnSeconds;
  }

  /** What utterances are compared with at present. */
  get baseline(): Baseline | undefined {
    return this.#baseline;
  }

  /** Whether the baseline does not change any more. */
  get isComplete(): boolean {
    return this.#seconds >= this.#learnSeconds;
  }

  /**
   * Adds an utterance.
   *
   * @returns the baseline if it has changed
   */
  learn(part: VoicePart): Baseline | undefined {
    if (this.isComplete) return undefined;
    this.#parts.push(part);
    this.#seconds += part.seconds;
    this.#baseline = this.#make(this.#parts);
    return this.#baseline;
  }
}
