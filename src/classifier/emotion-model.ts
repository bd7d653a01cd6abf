import {
  loadRecording,
  type Recording,
  type RecordingDetails,
  recordingFromWaveform,
  streamRecording,
} from '../audio/index.js';
import { AudioError, CheckpointError } from '../errors.js';
import { type Label } from '../labels.js';
import type { Session } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { Bundle } from './bundle.js';
import type { BundleManifest } from './bundle-manifest.js';
import type { Answer, AnswerDetails } from './emotion-results.js';
import { type AudioFile, openRecording } from './open-recording.js';
import { SpeechSearch } from './speech-search.js';
import { cutIntoPieces, cutIntoWindows, type Pieces, weightedMean } from './windows.js';

/** Utterances at 16 kHz mono: one `[time]`, or a batch of them of any lengths. */
export type Waveforms = Float32Array | readonly Float32Array[];

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
  readonly #session: Session;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(bundle: Bundle, session: Session) {
    this.manifest = bundle.manifest;
    this.#session = session;
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
    for (const samples of unpad(listUtterances(wavs), wavLens)) {
      const recording = { sampleRate: MODEL_SAMPLE_RATE, channels: [samples] };
      answers.push(await this.answerRecording(recordingFromWaveform(recording), options));
    }
    return answers;
  }

  /** Frees the graph's memory. The model cannot be used afterwards. */
  async dispose(): Promise<void> {
    await this.#turn;
    await this.#session.dispose();
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
    const windows = cutIntoWindows(pieces);
    try {
      const search = options.voiceActivity === false ? undefined : new SpeechSearch();
      const { runs, details } = await this.#runAll(windows, search, options);
      const lengths = runs.map(({ length }) => length);
      const logits = runs.map((run) => run.logits);
      const mean = (output: (logits: Float32Array) => Float32Array) =>
        weightedMean(logits.map(output), lengths);
      const embedding = weightedMean(
        runs.map((run) => run.embedding),
        lengths,
      );
      const { durationSeconds } = details;
      const findings = search?.addTo(details.findings) ?? details.findings;
      return this.conclude(
        { logits, mean },
        { logits: mean((x) => x), embedding, durationSeconds, findings },
      );
    } finally {
      await windows.return?.();
    }
  }

  /** Runs the windows one after the other; the next one is decoded meanwhile. */
  async #runAll<Details>(
    windows: AsyncIterator<Float32Array, Details>,
    search: SpeechSearch | undefined,
    { signal, onProgress }: AnswerOptions,
  ): Promise<{ readonly runs: readonly Run[]; readonly details: Details }> {
    const runs: Run[] = [];
    let samples = 0;
    for (let next = windows.next(); ;) {
      const { done, value } = await next;
      if (done) return { runs, details: value };
      signal?.throwIfAborted();
      this.#checkLength(value);
      next = windows.next();
      // It is awaited in the next round; until then its failure must not go unhandled.
      next.catch(() => undefined);
      // The search waits for nothing but its own frames.
      const searching = search?.hear(value, signal);
      const [run] = await Promise.all([this.#inTurn(() => this.#run(value)), searching]);
      runs.push(run);
      samples += value.length;
      onProgress?.(samples / MODEL_SAMPLE_RATE);
    }
  }

  /** Makes the answer of this kind of model. */
  protected abstract conclude(outputs: WindowOutputs, details: AnswerDetails): A;

  #checkLength(samples: Float32Array): void {
    const { minimumSamples } = this.manifest.input;
    if (samples.length >= minimumSamples) return;
    throw new AudioError(
      'audio-too-short',
      `The recording lasts ${milliseconds(samples.length)} ms; ${this.manifest.name} needs at least ${milliseconds(minimumSamples)} ms. Give a longer one.`,
    );
  }

  async #run(samples: Float32Array): Promise<Run> {
    const feeds = { waveform: { data: samples, shape: [1, samples.length] } };
    const { logits, embedding } = await this.#session.run(feeds);
    if (logits?.data.length !== this.labels.length || !embedding)
      throw new CheckpointError(
        'checkpoint-mismatch',
        `The graph of ${this.manifest.name} gives ${logits?.data.length ?? 'no'} logits and ${embedding ? 'an' : 'no'} embedding; its description names ${this.labels.length} labels. Convert the model again.`,
      );
    return { length: samples.length, logits: logits.data, embedding: embedding.data };
  }

  /** One run at a time: several at once are no faster and hold the memory of each. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/** What a graph gave on one window. */
type Run = {
  /** Samples of the window. */
  readonly length: number;
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
};

function* streamOf({ samples, ...details }: Recording): Generator<Float32Array, RecordingDetails> {
  yield* cutIntoPieces(samples);
  return details;
}

function listUtterances(wavs: Waveforms): readonly Float32Array[] {
  if (wavs instanceof Float32Array) return [wavs];
  // JavaScript calls this too.
  if ((wavs as unknown) instanceof Array) return wavs;
  throw new TypeError(
    'Found no Float32Array, expected samples [time] at 16 kHz or a list of them.',
  );
}

function* unpad(wavs: readonly Float32Array[], wavLens: readonly number[] | undefined) {
  if (wavLens && wavLens.length !== wavs.length)
    throw new RangeError(`Found ${wavLens.length} wavLens for ${wavs.length} utterances.`);
  for (const [at, samples] of wavs.entries()) {
    if (!((samples as unknown) instanceof Float32Array))
      throw new TypeError(
        'Found an utterance that is no Float32Array, expected samples [time] at 16 kHz.',
      );
    const share = wavLens?.[at] ?? 1;
    if (!(share > 0 && share <= 1))
      throw new RangeError(`Found the relative length ${share}, expected above 0 and at most 1.`);
    yield samples.subarray(0, Math.round(share * samples.length));
  }
}

function milliseconds(samples: number): number {
  return Math.round((samples / MODEL_SAMPLE_RATE) * 1000);
}
