import type { Session } from '../../runtime/index.js';
import { CHUNK_PAST, ChunkProbabilities, FRAME_SAMPLES } from '../../inference/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { type Chunk, HISTORY_SAMPLES } from './cut-into-chunks.js';
import { type FrameSpan, SpeechSegmenter } from './speech-segmenter.js';

/** A stretch of speech with its samples. */
export type SpeechPiece = {
  /** In seconds from the start of the recording. */
  readonly start: number;
  readonly end: number;
  /** 16 kHz, `[time]`, at most 30 s; a copy. */
  readonly samples: Float32Array;
};

/** The speech of one track of a recording: of one channel, or of the mean of all. */
export class SpeechTrack {
  /** The index of the track among those of a chunk: 0 is the mean, 1 the first channel. */
  readonly index: number;
  readonly #probabilities: ChunkProbabilities;
  readonly #segmenter = new SpeechSegmenter();

  constructor(index: number, detector: Session) {
    this.index = index;
    this.#probabilities = new ChunkProbabilities(detector);
  }

  /** The probability of speech in each frame of the next chunk, `[ceil(time / 512)]`. */
  detect(chunk: Chunk, signal?: AbortSignal): Promise<Float32Array> {
    const samples = this.#samples(chunk).subarray(HISTORY_SAMPLES - CHUNK_PAST);
    return this.#probabilities.push(samples, signal);
  }

  /**
   * Passes over the beginning of a recording, in which there is no speech.
   *
   * @param samples a whole number of chunks
   */
  skip(samples: number): void {
    for (let frame = 0; frame < samples / FRAME_SAMPLES; frame++) this.#segmenter.push(0);
  }

  /** Adds the probabilities of a chunk and returns the speech that has ended within it. */
  push(chunk: Chunk, probabilities: Float32Array): SpeechPiece[] {
    const pieces: SpeechPiece[] = [];
    for (const probability of probabilities) {
      const span = this.#segmenter.push(probability);
      if (span) pieces.push(this.#cut(chunk, span));
    }
    return pieces;
  }

  /** Returns the speech that has not ended with the last chunk, if there is any. */
  finish(chunk: Chunk): SpeechPiece[] {
    const span = this.#segmenter.finish();
    return span ? [this.#cut(chunk, span)] : [];
  }

  #samples({ tracks }: Chunk): Float32Array {
    return tracks[this.index] ?? new Float32Array(0);
  }

  #cut(chunk: Chunk, span: FrameSpan): SpeechPiece {
    const end = Math.min(span.end * FRAME_SAMPLES, chunk.start + chunk.length);
    const start = span.start * FRAME_SAMPLES;
    const shift = HISTORY_SAMPLES - chunk.start;
    return {
      start: start / MODEL_SAMPLE_RATE,
      end: end / MODEL_SAMPLE_RATE,
      samples: this.#samples(chunk).slice(start + shift, end + shift),
    };
  }
}
