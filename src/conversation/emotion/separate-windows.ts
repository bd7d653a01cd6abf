import type { LoadedModel } from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { Span } from '../conversation.js';
import type { SpeechPiece } from '../speech/speech-track.js';
import { largestPart } from '../spans.js';
import type { EmotionWindow, WindowSettings, WindowSource } from './emotion-window.js';

/** A speaker owns a window of which at least this share is this speaker's speech. */
const OWN_FROM = 0.5;

/** Computes each window by itself, for models whose graph returns no frames. */
export class SeparateWindows implements WindowSource {
  readonly #model: LoadedModel;
  readonly #settings: WindowSettings;
  readonly #windows: EmotionWindow[] = [];

  constructor(model: LoadedModel, settings: WindowSettings) {
    this.#model = model;
    this.#settings = settings;
  }

  async push({ start, samples }: SpeechPiece, signal?: AbortSignal): Promise<void> {
    const window = Math.round(this.#settings.windowSeconds * MODEL_SAMPLE_RATE);
    const step = Math.round(this.#settings.stepSeconds * MODEL_SAMPLE_RATE);
    if (samples.length < this.#model.info.input.minimumSamples) return;
    const last = Math.max(0, samples.length - window);
    const count = Math.ceil(last / step) + 1;
    for (let at = 0; at < count; at++) {
      signal?.throwIfAborted();
      const from = count === 1 ? 0 : Math.round((at * last) / (count - 1));
      const part = samples.subarray(from, from + window);
      const { embedding, logits } = await this.#model.runWindow(part);
      const border = (k: number) => borderOf(k, count, last, part.length, samples.length);
      const seconds = (position: number) => start + position / MODEL_SAMPLE_RATE;
      const span = { start: seconds(border(at)), end: seconds(border(at + 1)) };
      this.#windows.push({ ...span, embedding, logits });
    }
  }

  windows(speech: readonly Span[], from = 0): EmotionWindow[] {
    return this.#windows.flatMap((window) => {
      if (window.end <= from) return [];
      const own = largestPart(speech, window);
      const isOwn = own && own.end - own.start >= OWN_FROM * (window.end - window.start);
      return isOwn ? [{ ...window, ...own }] : [];
    });
  }
}

/**
 * Where the stretch of one window ends and that of the next begins: halfway between their middles.
 * The first begins and the last ends with the speech.
 */
function borderOf(at: number, count: number, last: number, window: number, length: number): number {
  if (at === 0) return 0;
  if (at === count) return length;
  return ((at - 0.5) * last) / (count - 1) + window / 2;
}
