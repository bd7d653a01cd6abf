import { AudioError, CheckpointError } from '../errors.js';
import type { Session } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { BundleManifest } from '../bundles/index.js';

/** What a graph gave on one window. */
export type WindowRun = {
  /** Samples of the window. */
  readonly length: number;
  /** `[classes]` */
  readonly logits: Float32Array;
  /** `[embeddingSize]` */
  readonly embedding: Float32Array;
};

/** Computes the graph of a bundle, one window at a time and unpadded. */
export class GraphRunner {
  readonly #manifest: BundleManifest;
  readonly #session: Session;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param session the bundle's graph; it is disposed with this */
  constructor(manifest: BundleManifest, session: Session) {
    this.#manifest = manifest;
    this.#session = session;
  }

  /**
   * Computes one window. Several at once are no faster and hold the memory of each: they take turns.
   *
   * @param samples 16 kHz mono, `[time]`
   * @throws AudioError `audio-too-short` where the model needs a longer one; DeviceError;
   *   CheckpointError `checkpoint-mismatch`
   */
  async run(samples: Float32Array): Promise<WindowRun> {
    this.#checkLength(samples);
    const result = this.#turn.then(() => this.#compute(samples));
    this.#turn = result.catch(() => undefined);
    return await result;
  }

  /** Frees the graph's memory once nothing runs any more. It cannot be used afterwards. */
  async dispose(): Promise<void> {
    await this.#turn;
    await this.#session.dispose();
  }

  #checkLength(samples: Float32Array): void {
    const { name, input } = this.#manifest;
    if (samples.length >= input.minimumSamples) return;
    throw new AudioError(
      'audio-too-short',
      `The recording lasts ${milliseconds(samples.length)} ms; ${name} needs at least ${milliseconds(input.minimumSamples)} ms. Give a longer one.`,
    );
  }

  async #compute(samples: Float32Array): Promise<WindowRun> {
    const { name, labels } = this.#manifest;
    const feeds = { waveform: { data: samples, shape: [1, samples.length] } };
    const { logits, embedding } = await this.#session.run(feeds);
    if (logits?.data.length !== labels.length || !embedding)
      throw new CheckpointError(
        'checkpoint-mismatch',
        `The graph of ${name} gives ${logits?.data.length ?? 'no'} logits and ${embedding ? 'an' : 'no'} embedding; its description names ${labels.length} labels. Convert the model again.`,
      );
    return { length: samples.length, logits: logits.data, embedding: embedding.data };
  }
}

function milliseconds(samples: number): number {
  return Math.round((samples / MODEL_SAMPLE_RATE) * 1000);
}
