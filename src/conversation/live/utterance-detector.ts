/** When speech begins and ends, all in frames of 32 ms. */
const FRAMES = {
  /** An utterance begins with this much speech, 0.26 s: a syllable, but no click and no cough. */
  leastSpeech: 8,
  /** A pause of this length, 0.19 s, before the least speech is reached starts the count again. */
  longestPause: 6,
  /** The search for the least speech looks back this far, 2 s. */
  lookBack: 62,
  /** Before the first frame of speech, 0.13 s belong to the utterance: soft consonants. */
  before: 4,
  /** After the last frame of speech, 0.13 s belong to the utterance. */
  after: 4,
  /** The longest utterance, 30 s: the longest window that a model computes at once. */
  longest: 937,
} as const;

/** How far before the newest frame an utterance can begin, in frames. */
export const FRAMES_BEFORE_START = FRAMES.lookBack + FRAMES.before;
/** The longest utterance, in frames. */
export const LONGEST_UTTERANCE_FRAMES = FRAMES.longest;

/** Speech begins at this probability and goes on down to the lower one. */
const ONSET_PROBABILITY = 0.5;
const OFFSET_PROBABILITY = 0.35;

/** Why an utterance ended. */
export type EndReason = 'silence' | 'length' | 'session-end';

/** The start or the end of an utterance; a position is the number of frames before it. */
export type Boundary =
  | { readonly kind: 'start'; readonly start: number }
  | {
      readonly kind: 'end';
      readonly start: number;
      readonly end: number;
      readonly reason: EndReason;
    };

/** Finds utterances in the probabilities of speech, frame by frame, with hysteresis. */
export class UtteranceDetector {
  readonly #silence: number;
  #frames = 0;
  /** Where an utterance may begin, and the frames of speech since then. */
  #candidate: { readonly frame: number; speech: number } | undefined;
  #start: number | undefined;
  /** The number of frames before the end of the last speech. */
  #speechEnd = 0;
  /** Where the previous utterance ended. */
  #previousEnd = 0;

  /** @param silence frames of silence that end an utterance */
  constructor(silence: number) {
    this.#silence = silence;
  }

  /** The first frame of the utterance that goes on; `undefined` during silence. */
  get start(): number | undefined {
    return this.#start;
  }

  /** The number of frames before the end of the last speech. */
  get speechEnd(): number {
    return this.#speechEnd;
  }

  /**
   * Adds the probability of the next frame.
   *
   * @returns the boundary that it decides
   */
  push(probability: number): Boundary | undefined {
    this.#frames++;
    const start = this.#start;
    return start === undefined ? this.#search(probability) : this.#follow(start, probability);
  }

  /** Ends the utterance that goes on. */
  finish(): Boundary | undefined {
    return this.#start === undefined ? undefined : this.#end(this.#start, 'session-end');
  }

  #search(probability: number): Boundary | undefined {
    const frame = this.#frames - 1;
    const isSpeech = probability >= ONSET_PROBABILITY;
    const goesOn = isSpeech || (this.#candidate && probability >= OFFSET_PROBABILITY);
    if (goesOn) this.#speechEnd = this.#frames;
    if (this.#candidate) {
      const isOver = this.#frames - this.#speechEnd >= FRAMES.longestPause;
      const isOld = frame - this.#candidate.frame >= FRAMES.lookBack;
      if (isOver || isOld) this.#candidate = undefined;
    }
    if (!isSpeech) return undefined;
    this.#candidate ??= { frame, speech: 0 };
    if (++this.#candidate.speech < FRAMES.leastSpeech) return undefined;
    const start = Math.max(this.#previousEnd, this.#candidate.frame - FRAMES.before);
    this.#candidate = undefined;
    this.#start = start;
    return { kind: 'start', start };
  }

  #follow(start: number, probability: number): Boundary | undefined {
    if (probability >= OFFSET_PROBABILITY) this.#speechEnd = this.#frames;
    if (this.#frames - this.#speechEnd >= this.#silence) return this.#end(start, 'silence');
    if (this.#frames - start < FRAMES.longest) return undefined;
    // The next utterance starts where this one ends if the speech goes on long enough.
    this.#candidate = { frame: this.#frames, speech: 0 };
    return this.#end(start, 'length');
  }

  #end(start: number, reason: EndReason): Boundary {
    const end = Math.min(this.#frames, this.#speechEnd + FRAMES.after);
    this.#start = undefined;
    this.#previousEnd = end;
    return { kind: 'end', start, end, reason };
  }
}
