import { FRAME_SAMPLES } from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';

/** Frames of the voice activity detector in a second: 31.25. */
export const FRAMES_PER_SECOND = MODEL_SAMPLE_RATE / FRAME_SAMPLES;

/** A stretch of frames; `end` is the first frame after it. */
export type FrameSpan = { readonly start: number; readonly end: number };

/** When speech begins and ends. */
export type SegmenterSettings = {
  /** Speech begins at a frame with this probability, Silero's default. Default: 0.5. */
  readonly onset: number;
  /** Speech goes on while the probability is at least this, Silero's default. Default: 0.35. */
  readonly offset: number;
  /** Speech with less than this between onset and offset is dropped. Default: 0.25 s. */
  readonly leastSpeechSeconds: number;
  /**
   * Speech ends with a pause of this length. Default: 0.3 s, longer than the closure of a stop, which
   * takes up to 0.2 s, and shorter than most pauses between the turns of two speakers.
   */
  readonly leastPauseSeconds: number;
  /**
   * Added before and after speech, at most half the least pause: the detector reports the beginning
   * of soft consonants late. Default: 0.1 s.
   */
  readonly paddingSeconds: number;
  /** Longer speech is cut where speech is least probable. Default: 30 s, the longest window of a model. */
  readonly mostSpeechSeconds: number;
};

/** The defaults of {@link SegmenterSettings}; the first three are those of Silero's own program. */
export const SEGMENTER_DEFAULTS: SegmenterSettings = {
  onset: 0.5,
  offset: 0.35,
  leastSpeechSeconds: 0.25,
  leastPauseSeconds: 0.3,
  paddingSeconds: 0.1,
  mostSpeechSeconds: 30,
};

/** The place for a cut is searched in the last third of speech that is too long. */
const CUT_SHARE = 2 / 3;

/** Frames of an unfinished stretch of speech. */
type OpenSpeech = {
  /** The first frame of the stretch, with padding. */
  start: number;
  /** The first frame of speech; none in a stretch that continues after a cut. */
  readonly onset: number | undefined;
  /** The last frame of speech. */
  last: number;
  /** The least probable frame in which the stretch may be cut. */
  cut: { readonly frame: number; readonly probability: number } | undefined;
};

/**
 * Finds stretches of speech in the probabilities of frames, one frame at a time and in memory that
 * does not grow: a state machine with hysteresis.
 *
 * @see https://github.com/snakers4/silero-vad/blob/master/src/silero_vad/utils_vad.py
 */
export class SpeechSegmenter {
  readonly #settings: SegmenterSettings;
  readonly #leastSpeech: number;
  readonly #leastPause: number;
  readonly #padding: number;
  readonly #mostSpeech: number;
  #frame = 0;
  /** The first frame that no stretch contains yet. */
  #free = 0;
  #open: OpenSpeech | undefined;

  constructor(settings: Partial<SegmenterSettings> = {}) {
    this.#settings = { ...SEGMENTER_DEFAULTS, ...settings };
    const { leastSpeechSeconds, leastPauseSeconds, paddingSeconds, mostSpeechSeconds } =
      this.#settings;
    const frames = (seconds: number) => Math.round(seconds * FRAMES_PER_SECOND);
    this.#leastSpeech = Math.max(1, frames(leastSpeechSeconds));
    this.#leastPause = Math.max(1, frames(leastPauseSeconds));
    this.#padding = Math.min(frames(paddingSeconds), Math.floor(this.#leastPause / 2));
    this.#mostSpeech = Math.max(2, Math.floor(mostSpeechSeconds * FRAMES_PER_SECOND));
  }

  /** The first frame that a later stretch can contain: samples before it are no longer needed. */
  get neededFrom(): number {
    return this.#open?.start ?? Math.max(this.#free, this.#frame - this.#padding);
  }

  /**
   * Adds the next frame.
   *
   * @returns the stretch that ends with this frame's decision, if any. Stretches are in order and do
   *   not overlap; if the second continues the first after a cut, they touch
   */
  push(probability: number): FrameSpan | undefined {
    const frame = this.#frame++;
    const open = this.#open;
    if (!open) {
      if (probability >= this.#settings.onset) this.#begin(frame);
      return undefined;
    }
    if (probability >= this.#settings.offset) open.last = frame;
    else if (frame - open.last >= this.#leastPause) return this.#end(open);
    return this.#cutIfTooLong(open, frame, probability);
  }

  /** Ends the recording, and with it the stretch that is not finished. */
  finish(): FrameSpan | undefined {
    return this.#open && this.#end(this.#open);
  }

  #begin(frame: number): void {
    const start = Math.max(this.#free, frame - this.#padding);
    this.#open = { start, onset: frame, last: frame, cut: undefined };
  }

  #end({ start, onset, last }: OpenSpeech): FrameSpan | undefined {
    this.#open = undefined;
    if (onset !== undefined && last + 1 - onset < this.#leastSpeech) return undefined;
    const end = Math.min(last + 1 + this.#padding, this.#frame);
    this.#free = end;
    return end > start ? { start, end } : undefined;
  }

  #cutIfTooLong(open: OpenSpeech, frame: number, probability: number): FrameSpan | undefined {
    const length = frame + 1 - open.start;
    const isLower = probability < (open.cut?.probability ?? Infinity);
    if (length > this.#mostSpeech * CUT_SHARE && isLower) open.cut = { frame, probability };
    if (length < this.#mostSpeech || !open.cut) return undefined;
    const end = open.cut.frame;
    this.#open = { start: end, onset: undefined, last: Math.max(end, open.last), cut: undefined };
    this.#free = end;
    return { start: open.start, end };
  }
}
