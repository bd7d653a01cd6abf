import {
  loadRecording,
  type Recording,
  type RecordingDetails,
  recordingFromWaveform,
  streamRecording,
} from '../audio/index.js';
import type { Label } from '../labels.js';
import type { Session } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import {
  type AudioFile,
  type Bundle,
  type BundleManifest,
  openRecording,
} from '../bundles/index.js';
import type { Answer, AnswerDetails } from './emotion-results.js';
import { GraphRunner } from './graph-runner.js';
import { type HeardWindows, runWindows } from './run-windows.js';
import { SpeechSearch } from './speech-presence.js';
import { unpad, type Waveforms } from './utterances.js';
import { cutIntoPieces, cutIntoWindows, type Pieces, weightedMean } from './windows.js';

/** How an answer is made, watched and stopped. */
export type AnswerOptions = {
  /** Whether to look for speech, without which the answer means nothing. Default: true. */
  readonly voiceActivity?: boolean;
  readonly signal?: AbortSignal;
  /** Told after each window how many seconds of the recording are computed. */
  readonly onProgress?: (seconds: number) => void;
};

/** The outputs of a graph for every window of one utterance. */
export type WindowOutputs = {
  /** One `[classes]` a window. */
  readonly logits: readonly Float32Array[];
  /** Mean over the windows of a function of the logits, weighted by duration. */
  mean(output: (logits: Float32Array) => Float32Array): Float32Array;
};

/**
 * What every model does: audio in, one answer for each utterance out. Utterances are computed one
 * at a time and unpadded, so that a batch answers bit for bit what single files answer.
 */
export abstract class EmotionModel<A extends Answer = Answer> {
  /** The bundle's description: labels, architecture, provenance, licence. */
  readonly manifest: BundleManifest;
  readonly #runner: GraphRunner;

  constructor(bundle: Bundle, session: Session) {
    this.manifest = bundle.manifest;
    this.#runner = new GraphRunner(bundle.manifest, session);
  }

  /** The labels in the order of the outputs. */
  get labels(): readonly Label[] {
    return this.manifest.labels;
  }

  /**
   * Embeddings of a batch of utterances.
   *
   * @param wavs 16 kHz mono, `[time]` or `[batch][time]`
   * @param wavLens the part of each utterance that is not padding, 0 to 1, as in SpeechBrain
   * @returns `[batch][embeddingSize]`
   */
  async encodeBatch(wavs: Waveforms, wavLens?: readonly number[]): Promise<Float32Array[]> {
    const answers = await this.answerBatch(wavs, wavLens, { voiceActivity: false });
    return answers.map(({ embedding }) => embedding);
  }

  /**
   * Reads a recording as the model hears it.
   *
   * @returns 16 kHz mono `[time]`
   * @throws AudioError, FileError
   */
  async loadAudio(file: AudioFile): Promise<Float32Array> {
    return (await loadRecording(await openRecording(file))).samples;
  }

  /**
   * Answers on a recording of any format, up to a day long. One longer than 30 s is computed in
   * windows of 15 to 30 s while it is decoded, in memory that does not grow with its length, and
   * the answer is their mean weighted by duration.
   *
   * @throws AudioError, FileError
   */
  async answerFile(file: AudioFile, options: AnswerOptions = {}): Promise<A> {
    return this.#answer(streamRecording(await openRecording(file), options), options);
  }

  /**
   * Answers on each utterance of a batch.
   *
   * @param wavs 16 kHz mono, `[time]` or `[batch][time]`
   * @param wavLens the part of each utterance that is not padding, 0 to 1, as in SpeechBrain
   */
  async answerBatch(
    wavs: Waveforms,
    wavLens?: readonly number[],
    options?: AnswerOptions,
  ): Promise<A[]> {
    const answers: A[] = [];
    for (const samples of unpad(wavs, wavLens)) {
      const recording = { sampleRate: MODEL_SAMPLE_RATE, channels: [samples] };
      answers.push(await this.answerRecording(recordingFromWaveform(recording), options));
    }
    return answers;
  }

  /** Frees the graph's memory. The model cannot be used afterwards. */
  async dispose(): Promise<void> {
    await this.#runner.dispose();
  }

  /** Frees the model at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  /**
   * Answers on a recording that `loadRecording` of `wav2emo/audio` has read.
   *
   * @throws AudioError `audio-too-short` where the model needs a longer one
   */
  async answerRecording(recording: Recording, options: AnswerOptions = {}): Promise<A> {
    return this.#answer(streamOf(recording), options);
  }

  async #answer(pieces: Pieces<RecordingDetails>, options: AnswerOptions): Promise<A> {
    const search = options.voiceActivity === false ? undefined : new SpeechSearch();
    const windows = cutIntoWindows(pieces);
    try {
      const heard = await runWindows(windows, this.#runner, { ...options, search });
      return this.#concludeRuns(heard, search);
    } finally {
      await windows.return?.();
    }
  }

  #concludeRuns({ runs, details }: HeardWindows<RecordingDetails>, search?: SpeechSearch): A {
    const lengths = runs.map(({ length }) => length);
    const logits = runs.map((run) => run.logits);
    const mean = (output: (logits: Float32Array) => Float32Array) =>
      weightedMean(logits.map(output), lengths);
    const embeddings = runs.map((run) => run.embedding);
    return this.conclude(
      { logits, mean },
      {
        logits: mean((x) => x),
        embedding: weightedMean(embeddings, lengths),
        durationSeconds: details.durationSeconds,
        findings: search?.addTo(details.findings) ?? details.findings,
      },
    );
  }

  /** Makes the answer of this kind of model. */
  protected abstract conclude(outputs: WindowOutputs, details: AnswerDetails): A;
}

function* streamOf({ samples, ...details }: Recording): Generator<Float32Array, RecordingDetails> {
  yield* cutIntoPieces(samples);
  return details;
}
