import { watchReads } from '../../audio/index.js';
import { type LoadedModel, openStream, type SampleStream } from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import type { LabelledSpan } from './emotion-diarization-error.js';
import { indexOfLargest } from '../segments/steady-labels.js';

/** A stretch of one emotion under SpeechBrain's names, in seconds. */
export type DiarizedSegment = {
  readonly start: number;
  readonly end: number;
  /** The id of the label. */
  readonly emotion: string;
};

/** Stretches with labels under SpeechBrain's names. */
export function diarizedSegments(spans: readonly LabelledSpan[]): DiarizedSegment[] {
  return spans.map(({ start, end, label }) => ({ start, end, emotion: label }));
}

/** Options of {@link diarizeFrames}. */
export type DiarizeFramesOptions = {
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with what of the recording is computed, in seconds, and the share of the file that was read;
   * samples of unknown length have no share.
   */
  readonly onProgress?: ((progress: { seconds: number; share?: number }) => void) | undefined;
};

/**
 * Gives each frame of a recording the label with the largest probability and joins frames that touch and
 * have the same label: the emotion diarisation of SpeechBrain. Silence has a label, too, and channels are
 * mixed. Memory grows with the changes of the label only.
 *
 * @param input a file of any format, or samples; up to 24 hours
 * @returns in order; frames that overlap leave stretches that overlap, as in SpeechBrain
 * @throws as `LoadedModel.classifyFrames`
 * @see speechbrain.inference.diarization.Speech_Emotion_Diarization.preds_to_diarization
 */
export async function diarizeFrames(
  model: LoadedModel,
  input: Blob | SampleStream,
  { signal, onProgress }: DiarizeFramesOptions = {},
): Promise<LabelledSpan[]> {
  let bytes = 0;
  const watched =
    input instanceof Blob
      ? watchReads(input, (position) => (bytes = Math.max(bytes, position)))
      : input;
  const share = () => (input instanceof Blob ? { share: bytes / input.size } : {});
  const runs = model.classifyFrames(openStream(watched, signal), { signal });
  const { labels, frameLogits } = model.info;
  const joined = new FrameSpans(frameLogits ?? { hopSamples: 1, windowSamples: 1 });
  for await (const { logits, frames, seconds } of runs) {
    for (let at = 0; at < frames; at++) {
      const row = logits.subarray(at * labels.length, (at + 1) * labels.length);
      joined.push(labels[indexOfLargest(row)]?.id ?? '');
    }
    onProgress?.({ seconds, ...share() });
  }
  return joined.spans;
}

/** Joins the labels of frames to stretches by SpeechBrain's rule. */
export class FrameSpans {
  readonly spans: { start: number; end: number; label: string }[] = [];
  readonly #hop: number;
  readonly #window: number;
  #frames = 0;

  /** In samples at 16 kHz: from one frame to the next, and of one frame. */
  constructor({
    hopSamples,
    windowSamples,
  }: {
    readonly hopSamples: number;
    readonly windowSamples: number;
  }) {
    this.#hop = hopSamples / MODEL_SAMPLE_RATE;
    this.#window = windowSamples / MODEL_SAMPLE_RATE;
  }

  /** Adds the label of the next frame. */
  push(label: string): void {
    const start = roundTo2(this.#hop * this.#frames++);
    const end = roundTo2(start + this.#window);
    const last = this.spans.at(-1);
    if (last?.label === label && start <= last.end) last.end = end;
    else this.spans.push({ start, end, label });
  }
}

/** SpeechBrain rounds all times to hundredths of a second. */
const roundTo2 = (seconds: number) => Math.round(seconds * 100) / 100;
