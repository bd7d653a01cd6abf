import { FRAME_SAMPLES } from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { Span } from '../conversation.js';
import { clip, firstEndingAfter } from '../spans.js';
import type { SpeechPiece } from '../speech/speech-track.js';
import { findSyllables } from './find-syllables.js';

const FRAME_SECONDS = FRAME_SAMPLES / MODEL_SAMPLE_RATE;

type Piece = Span & {
  /** The mean power of each frame of 32 ms, full scale is 1. */
  readonly powers: Float32Array;
  /** Times of the nuclei of syllables, in seconds from the start of the recording. */
  readonly syllables: readonly number[];
};

/** What can be measured of somebody's speech without a model. */
export type SoundMeasures = {
  readonly seconds: number;
  /** The mean power, full scale is 1. */
  readonly power: number;
  readonly syllables: number;
};

/** Loudness and syllables along the speech of one track. */
export class SoundTrack {
  readonly #pieces: Piece[] = [];

  /** Adds the next speech. */
  push({ start, end, samples }: SpeechPiece): void {
    const powers = new Float32Array(Math.ceil(samples.length / FRAME_SAMPLES));
    for (let frame = 0; frame < powers.length; frame++) {
      const from = frame * FRAME_SAMPLES;
      const to = Math.min(samples.length, from + FRAME_SAMPLES);
      let sum = 0;
      for (let at = from; at < to; at++) sum += (samples[at] ?? 0) ** 2;
      powers[frame] = sum / (to - from);
    }
    const syllables = findSyllables(samples).map((seconds) => start + seconds);
    this.#pieces.push({ start, end, powers, syllables });
  }

  /**
   * Measures the speech within spans.
   *
   * @param spans in order and without overlap
   */
  measure(spans: readonly Span[]): SoundMeasures {
    let [seconds, energy, syllables] = [0, 0, 0];
    for (const span of spans) {
      for (let at = firstEndingAfter(this.#pieces, span.start); at < this.#pieces.length; at++) {
        const piece = this.#pieces[at];
        if (!piece || piece.start >= span.end) break;
        for (const part of clip([piece], span)) {
          seconds += part.end - part.start;
          energy += energyOf(piece, part);
          syllables += piece.syllables.filter(
            (time) => time >= part.start && time < part.end,
          ).length;
        }
      }
    }
    return { seconds, power: seconds > 0 ? energy / seconds : 0, syllables };
  }
}

/** The sum of power times seconds over the frames of a part. */
function energyOf({ start, powers }: Piece, part: Span): number {
  let energy = 0;
  const first = Math.floor((part.start - start) / FRAME_SECONDS);
  for (let frame = Math.max(0, first); frame < powers.length; frame++) {
    const from = start + frame * FRAME_SECONDS;
    if (from >= part.end) break;
    const seconds = Math.min(part.end, from + FRAME_SECONDS) - Math.max(part.start, from);
    energy += (powers[frame] ?? 0) * Math.max(0, seconds);
  }
  return energy;
}
