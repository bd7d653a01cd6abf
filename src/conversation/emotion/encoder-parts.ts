import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { Span } from '../conversation.js';
import type { SpeechPiece } from '../speech/speech-track.js';

/** What a part has beyond its frames that count, on both sides, so that no frame lacks its surroundings. */
const MARGIN_SECONDS = 0.5;

/** Sound that a graph computes at once. */
export type EncoderPart = SpeechPiece & {
  /** The frames in this span count. */
  readonly kept: Span;
};

/**
 * Cuts speech into overlapping parts of equal length. The frames that count cover the speech once.
 *
 * @param mostSeconds length of the longest part
 */
export function encoderParts(piece: SpeechPiece, mostSeconds: number): EncoderPart[] {
  const { start, end, samples } = piece;
  const most = mostSeconds * MODEL_SAMPLE_RATE;
  if (samples.length <= most) return [{ ...piece, kept: { start, end } }];
  const margin = Math.round(MARGIN_SECONDS * MODEL_SAMPLE_RATE);
  const count = Math.ceil((samples.length - 2 * margin) / (most - 2 * margin));
  const step = (samples.length - 2 * margin) / count;
  const time = (at: number) => start + at / MODEL_SAMPLE_RATE;
  return Array.from({ length: count }, (_, k) => {
    const from = Math.round(k * step);
    const to = Math.round((k + 1) * step) + 2 * margin;
    const kept = {
      start: k === 0 ? start : time(from + margin),
      end: k === count - 1 ? end : time(to - margin),
    };
    return { start: time(from), end: time(to), samples: samples.subarray(from, to), kept };
  });
}
