import { FRAME_SAMPLES } from '../../inference/index.js';
import type { LiveLengths } from './live-settings.js';
import { SampleRing } from './sample-ring.js';
import {
  type Boundary,
  type EndReason,
  FRAMES_BEFORE_START,
  LONGEST_UTTERANCE_FRAMES,
  UtteranceDetector,
} from './utterance-detector.js';

/** A part of the session, in samples at 16 kHz from its start. */
export type SampleSpan = { readonly start: number; readonly end: number };

/** What a session has to do next. */
export type LiveStep =
  | { readonly kind: 'start'; readonly utterance: number; readonly start: number }
  | ({ readonly kind: 'measure'; readonly utterance: number } & SampleSpan)
  | ({ readonly kind: 'end'; readonly utterance: number; readonly reason: EndReason } & SampleSpan);

/** The shortest part of an utterance that is measured, in samples: 0.5 s. */
const LEAST_SAMPLES = 8000;

/** What is kept: the longest utterance, and where the next one may begin. Some 2 MB. */
const KEPT_SAMPLES = (LONGEST_UTTERANCE_FRAMES + FRAMES_BEFORE_START + 1) * FRAME_SAMPLES;

/**
 * A live session without its model: frames and their probabilities of speech in, steps out. It
 * knows no clock: the time of the session is the number of samples.
 */
export class LiveMachine {
  readonly #lengths: LiveLengths;
  readonly #ring = new SampleRing(KEPT_SAMPLES);
  readonly #detector: UtteranceDetector;
  #utterances = 0;
  /** Where the next measurement is due. */
  #due: number;

  constructor(lengths: LiveLengths) {
    this.#lengths = lengths;
    this.#due = lengths.interval;
    this.#detector = new UtteranceDetector(Math.ceil(lengths.silence / FRAME_SAMPLES));
  }

  /** Number of samples so far. */
  get end(): number {
    return this.#ring.end;
  }

  /** Number of utterances that have started. */
  get utterances(): number {
    return this.#utterances;
  }

  /**
   * Adds the next frame.
   *
   * @param frame 16 kHz mono, `[512]`
   * @param probability that it contains speech
   * @returns what has to be done, in this order
   */
  push(frame: Float32Array, probability: number): LiveStep[] {
    this.#ring.push(frame);
    const boundary = this.#detector.push(probability);
    const measure = this.#measure();
    return [boundary && this.#toStep(boundary), measure].filter((step) => step !== undefined);
  }

  /** Ends the session, and with it an utterance that goes on. */
  finish(): LiveStep[] {
    const boundary = this.#detector.finish();
    return boundary ? [this.#toStep(boundary)] : [];
  }

  /** Copies samples of a step, 16 kHz mono, `[time]`. */
  read({ start, end }: SampleSpan): Float32Array {
    return this.#ring.read(start, end);
  }

  /** The measurement that is due; none during silence and at the beginning of an utterance. */
  #measure(): LiveStep | undefined {
    const { interval, window } = this.#lengths;
    const end = this.#due;
    if (this.#ring.end < end) return undefined;
    this.#due += interval;
    const { start: firstFrame, speechEnd } = this.#detector;
    const hasSpeech = speechEnd * FRAME_SAMPLES > end - interval;
    if (firstFrame === undefined || !hasSpeech) return undefined;
    const start = Math.max(firstFrame * FRAME_SAMPLES, end - window);
    if (end - start < LEAST_SAMPLES) return undefined;
    return { kind: 'measure', utterance: this.#utterances, start, end };
  }

  #toStep(boundary: Boundary): LiveStep {
    const start = boundary.start * FRAME_SAMPLES;
    if (boundary.kind === 'start') return { kind: 'start', utterance: ++this.#utterances, start };
    const { kind, reason } = boundary;
    const end = boundary.end * FRAME_SAMPLES;
    return { kind, utterance: this.#utterances, start, end, reason };
  }
}
