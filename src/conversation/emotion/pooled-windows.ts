import type { LoadedModel } from '../../inference/index.js';
import type { Span } from '../conversation.js';
import type { SpeechPiece } from '../speech/speech-track.js';
import { contains, firstEndingAfter } from '../spans.js';
import type { EmotionWindow, WindowSettings, WindowSource } from './emotion-window.js';
import { type EncoderPart, encoderParts } from './encoder-parts.js';
import { FloatBlocks } from './float-blocks.js';
import { FrameStatistics } from './frame-statistics.js';
import { type FrameKind, pooledStates } from './frame-kinds.js';

/** The frames of one step of the time axis. */
type Cell = {
  readonly index: number;
  readonly start: number;
  end: number;
  readonly statistics: FrameStatistics;
};

/**
 * Pools windows from the frames of the encoder, which runs once over the speech, in short parts. Only the statistics
 * of each step stay in memory, so that a small step costs hardly more than a large one.
 */
export class PooledWindows implements WindowSource {
  readonly #model: LoadedModel;
  readonly #settings: WindowSettings;
  readonly #cells: Cell[] = [];
  readonly #blocks = new FloatBlocks();
  readonly #kind: FrameKind;

  /** @param kind what is pooled; the graph of the model returns it. Default: the encoder's states */
  constructor(model: LoadedModel, settings: WindowSettings, kind: FrameKind = pooledStates(model)) {
    this.#model = model;
    this.#settings = settings;
    this.#kind = kind;
  }

  async push(piece: SpeechPiece, signal?: AbortSignal): Promise<void> {
    if (piece.samples.length < this.#model.info.input.minimumSamples) return;
    for (const part of encoderParts(piece, this.#kind.mostSeconds)) {
      signal?.throwIfAborted();
      await this.#addFrames(part);
    }
  }

  windows(speech: readonly Span[], from = 0): EmotionWindow[] {
    const { windowSeconds, stepSeconds } = this.#settings;
    const first = firstEndingAfter(this.#cells, from - windowSeconds);
    const own = this.#cells
      .slice(first)
      .filter((cell) => contains(speech, (cell.start + cell.end) / 2));
    const reach = Math.floor((windowSeconds / stepSeconds - 1) / 2 + 1e-6);
    const windows: EmotionWindow[] = [];
    const blocks = new FloatBlocks();
    const pooled = new FrameStatistics(own[0]?.statistics.size ?? 0);
    for (const [at, { start, end, index }] of own.entries()) {
      if (end <= from) continue;
      pooled.clear();
      for (let k = Math.max(0, at - reach); k <= at + reach; k++) {
        const cell = own[k];
        if (!cell || Math.abs(cell.index - index) > reach) continue;
        pooled.add(cell.statistics);
      }
      windows.push({ start, end, ...this.#kind.outputsOf(pooled, blocks) });
    }
    return windows;
  }

  async #addFrames({ start, end, samples, kept }: EncoderPart): Promise<void> {
    const { data, count, columns, size } = this.#kind.read(await this.#model.runWindow(samples));
    const frameSeconds = (end - start) / count;
    for (let frame = 0; frame < count; frame++) {
      const from = start + frame * frameSeconds;
      const middle = from + frameSeconds / 2;
      if (middle < kept.start || middle >= kept.end) continue;
      const at = frame * columns;
      const weight = columns > size ? (data[at + size] ?? 0) : 1;
      this.#cellFor(from, from + frameSeconds, size).statistics.addFrame(data, at, weight);
    }
  }

  /** Returns the cell of a frame, and extends it to the frame's end. Speech arrives in order. */
  #cellFor(start: number, end: number, size: number): Cell {
    const index = Math.floor((start + end) / 2 / this.#settings.stepSeconds);
    const last = this.#cells.at(-1);
    if (last?.index === index) {
      last.end = end;
      return last;
    }
    const cell = { index, start, end, statistics: new FrameStatistics(size, this.#blocks) };
    this.#cells.push(cell);
    return cell;
  }
}
