import { AudioError, CheckpointError } from '../errors.js';
import type { Session, Tensor } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { ModelInfo } from './model-info.js';

/** The outputs of a graph for one window. */
export type WindowRun = {
  /** Samples of the window. */
  readonly length: number;
  /** `[classes]` */
  readonly logits: Float32Array;
  /** `[embeddingSize]` */
  readonly embedding: Float32Array;
  /** `[dimensions]`; only of classifiers that measure dimensions beside their classes. */
  readonly dimensions?: Float32Array | undefined;
  /**
   * The activations before pooling, `[1, frames, size]`; only if they were asked for, of graphs with this
   * output. If frames are weighted, the last of `size` columns is the weight.
   */
  readonly frames?: Tensor | undefined;
  /**
   * The logits of each frame, `[1, frames, classes]`; only if frames were asked for, of graphs that
   * classify each frame.
   */
  readonly frameLogits?: Tensor | undefined;
};

/** Options of {@link GraphRunner.run}. */
export type RunOptions = {
  /** Whether the frames are returned, which take 3 MB for 30 s. Default: false. */
  readonly frames?: boolean;
};

/** The output of graphs that classify each frame. */
const FRAME_LOGITS = 'frame_logits';

/** Logits of trained models stay below 100; the softmax of larger ones is 0 or 1 and says nothing. */
const MAX_LOGIT = 1e6;

/** Runs the graph of a model, one window at a time and without padding. */
export class GraphRunner {
  readonly #model: ModelInfo;
  readonly #session: Session;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param session the model's graph; `dispose` also disposes it */
  constructor(model: ModelInfo, session: Session) {
    this.#model = model;
    this.#session = session;
  }

  /** Whether runs return `frames`, if they are asked for. */
  get hasFrames(): boolean {
    return this.#session.outputs.includes('frames');
  }

  /** Whether runs return `frameLogits`, if frames are asked for. */
  get hasFrameLogits(): boolean {
    return this.#session.outputs.includes(FRAME_LOGITS);
  }

  /**
   * Runs one window. Concurrent calls take turns, because concurrent runs are no faster and each
   * holds its own activations in memory.
   *
   * @param samples 16 kHz mono, `[time]`
   * @throws AudioError `audio-too-short` if the model needs a longer window; DeviceError;
   *   CheckpointError `checkpoint-mismatch`
   */
  async run(samples: Float32Array, options: RunOptions = {}): Promise<WindowRun> {
    this.#checkLength(samples);
    const result = this.#turn.then(() => this.#compute(samples, options));
    this.#turn = result.catch(() => undefined);
    return await result;
  }

  /** Waits for the current run and frees the graph's memory. The runner cannot be used afterwards. */
  async dispose(): Promise<void> {
    await this.#turn;
    await this.#session.dispose();
  }

  #checkLength(samples: Float32Array): void {
    const { name, input } = this.#model;
    if (samples.length >= input.minimumSamples) return;
    throw new AudioError(
      'audio-too-short',
      `The recording lasts ${milliseconds(samples.length)} ms, but ${name} needs at least ${milliseconds(input.minimumSamples)} ms. Use a longer recording.`,
    );
  }

  async #compute(
    samples: Float32Array,
    { frames: wantsFrames = false }: RunOptions,
  ): Promise<WindowRun> {
    const feeds = { waveform: { data: samples, shape: [1, samples.length] } };
    const always = ['logits', 'embedding', ...(this.#model.dimensions ? ['dimensions'] : [])];
    const wanted = [...always, ...(wantsFrames ? ['frames', FRAME_LOGITS] : [])];
    const names = wanted.filter((name) => this.#session.outputs.includes(name));
    const outputs = await this.#session.run(feeds, names);
    const { logits, embedding, frames, [FRAME_LOGITS]: frameLogits } = outputs;
    const { name, labels, heads } = this.#model;
    const dimensions = this.#dimensionsOf(outputs);
    // With an absolute head of its own, a model may have other labels than its graph.
    const isExpected = heads?.absolute !== undefined || logits?.data.length === labels.length;
    if (!logits || !embedding || !isExpected)
      throw new CheckpointError(
        'checkpoint-mismatch',
        `The graph of ${name} returned ${logits?.data.length ?? 'no'} logits and ${embedding ? 'an' : 'no'} embedding, but its manifest names ${labels.length} labels. Convert the model again.`,
      );
    this.#checkValues(logits.data, embedding.data);
    if (frameLogits) this.#checkValues(frameLogits.data);
    const run = { length: samples.length, logits: logits.data, embedding: embedding.data };
    return {
      ...run,
      ...(dimensions && { dimensions }),
      ...(frames && { frames }),
      ...(frameLogits && { frameLogits }),
    };
  }

  #dimensionsOf({ dimensions }: Readonly<Record<string, Tensor>>): Float32Array | undefined {
    const { name, dimensions: labels } = this.#model;
    if (!labels) return undefined;
    if (dimensions?.data.length !== labels.length)
      throw new CheckpointError(
        'checkpoint-mismatch',
        `The graph of ${name} returned ${dimensions?.data.length ?? 'no'} dimensions, but its manifest names ${labels.length}. Convert the model again.`,
      );
    this.#checkValues(dimensions.data);
    return dimensions.data;
  }

  /** The only place where numbers of a model become part of a result. */
  #checkValues(logits: Float32Array, embedding?: Float32Array): void {
    // False for NaN, too.
    const isUsual = (logit: number) => Math.abs(logit) <= MAX_LOGIT;
    if (logits.every(isUsual) && (embedding?.every(Number.isFinite) ?? true)) return;
    throw new CheckpointError(
      'checkpoint-mismatch',
      `The graph of ${this.#model.name} returned a value that is not a finite number, or is absurdly large. If other recordings work, this recording is damaged; otherwise convert the model again.`,
    );
  }
}

function milliseconds(samples: number): number {
  return Math.round((samples / MODEL_SAMPLE_RATE) * 1000);
}
