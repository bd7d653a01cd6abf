import type { LoadedModel } from '../../inference/index.js';
import { CheckpointError } from '../../errors.js';
import type { Span } from '../conversation.js';
import type { SpeechPiece } from '../speech/speech-track.js';
import { contains } from '../spans.js';
import type { EmotionWindow, WindowSettings, WindowSource } from './emotion-window.js';
import { FrameStatistics } from './frame-statistics.js';

/** The frames of one step of the time axis. */
type Cell = Span & { readonly index: number; readonly statistics: FrameStatistics };

/**
 * Pools windows from the frames of the encoder, which runs once over the speech. Only the statistics
 * of each step stay in memory, so that a small step costs hardly more than a large one.
 */
export class PooledWindows implements WindowSource {
  readonly #model: LoadedModel;
  readonly #settings: WindowSettings;
  readonly #cells: Cell[] = [];

  /** @param model its graph returns frames, and it has a head for embeddings */
  constructor(model: LoadedModel, settings: WindowSettings) {
    this.#model = model;
    this.#settings = settings;
  }

  async push({ start, end, samples }: SpeechPiece, signal?: AbortSignal): Promise<void> {
    if (samples.length < this.#model.info.input.minimumSamples) return;
    signal?.throwIfAborted();
    const { frames, embedding } = await this.#model.runWindow(samples);
    const [, count = 0, columns = 0] = frames?.shape ?? [];
    const size = embedding.length / 2;
    const isWeighted = columns === size + 1;
    if (!frames || (columns !== size && !isWeighted)) throw this.#mismatch(columns, size);
    const frameSeconds = (end - start) / count;
    for (let frame = 0; frame < count; frame++) {
      const from = start + frame * frameSeconds;
      const at = frame * columns;
      const weight = isWeighted ? (frames.data[at + size] ?? 0) : 1;
      this.#cellFor(from, from + frameSeconds, size).statistics.addFrame(frames.data, at, weight);
    }
  }

  windows(speech: readonly Span[], from = 0): EmotionWindow[] {
    const { windowSeconds, stepSeconds } = this.#settings;
    const own = this.#cells.filter((cell) => contains(speech, (cell.start + cell.end) / 2));
    const reach = Math.floor((windowSeconds / stepSeconds - 1) / 2 + 1e-6);
    const windows: EmotionWindow[] = [];
    for (const [at, { start, end, index }] of own.entries()) {
      if (end <= from) continue;
      let pooled: FrameStatistics | undefined;
      for (let k = Math.max(0, at - reach); k <= at + reach; k++) {
        const cell = own[k];
        if (!cell || Math.abs(cell.index - index) > reach) continue;
        pooled ??= new FrameStatistics(cell.statistics.size);
        pooled.add(cell.statistics);
      }
      if (pooled) windows.push({ start, end, embedding: pooled.toEmbedding(), logits: EMPTY });
    }
    return windows;
  }

  /** Returns the cell of a frame, and extends it to the frame's end. Speech arrives in order. */
  #cellFor(start: number, end: number, size: number): Cell {
    const index = Math.floor((start + end) / 2 / this.#settings.stepSeconds);
    const last = this.#cells.at(-1);
    if (last?.index === index) {
      const extended = { ...last, end };
      this.#cells[this.#cells.length - 1] = extended;
      return extended;
    }
    const cell = { index, start, end, statistics: new FrameStatistics(size) };
    this.#cells.push(cell);
    return cell;
  }

  #mismatch(columns: number, size: number): CheckpointError {
    return new CheckpointError(
      'checkpoint-mismatch',
      `The graph of ${this.#model.info.name} returned frames of ${columns} numbers, but its embedding needs ${size}, or ${size + 1} with a weight. Convert the model again.`,
    );
  }
}

const EMPTY = new Float32Array(0);
