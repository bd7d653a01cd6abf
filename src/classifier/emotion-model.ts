import { constants, openAsBlob } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadRecording, type Recording, recordingFromWaveform } from '../audio/index.js';
import { AudioError, CheckpointError, FileError } from '../errors.js';
import { type Finding, isVoidAnswer } from '../findings.js';
import { type Label } from '../labels.js';
import type { Session } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import type { Bundle } from './bundle.js';
import type { BundleManifest } from './bundle-manifest.js';
import type { Answer, AnswerDetails } from './emotion-results.js';
import { findSpeech } from './find-speech.js';
import { splitIntoWindows, weightedMean } from './windows.js';

/** A recording: the path or `file:` URL of a file, or its bytes. */
export type AudioFile = string | URL | Blob;

/** Utterances at 16 kHz mono: one `[time]`, or a batch of them of any lengths. */
export type Waveforms = Float32Array | readonly Float32Array[];

/** How an answer is made and stopped. */
export type AnswerOptions = {
  /** Whether to look for speech, without which the answer means nothing. Default: true. */
  readonly voiceActivity?: boolean;
  readonly signal?: AbortSignal;
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
    return (await readRecording(file, {})).samples;
  }

  /**
   * Answers on a recording of any format and length. One longer than 30 s is computed in windows
   * of equal length, and the answer is their mean weighted by duration.
   *
   * @throws AudioError, FileError
   */
  async answerFile(file: AudioFile, options: AnswerOptions = {}): Promise<A> {
    return this.answerRecording(await readRecording(file, options), options);
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
    const { samples, durationSeconds } = recording;
    const { signal } = options;
    this.#checkLength(samples);
    // Beside the model: it waits for nothing but its own frames.
    const looking = findingsOf(recording, options);
    looking.catch(() => undefined);
    const windows = splitIntoWindows(samples);
    const runs: { logits: Float32Array; embedding: Float32Array }[] = [];
    for (const window of windows) {
      signal?.throwIfAborted();
      runs.push(await this.#inTurn(() => this.#run(window.samples)));
    }
    const logits = runs.map((run) => run.logits);
    const mean = (output: (logits: Float32Array) => Float32Array) =>
      weightedMean(logits.map(output), windows);
    const embedding = weightedMean(
      runs.map((run) => run.embedding),
      windows,
    );
    const findings = await looking;
    const details = { logits: mean((x) => x), embedding, durationSeconds, findings };
    return this.conclude({ logits, mean }, details);
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

  async #run(samples: Float32Array) {
    const feeds = { waveform: { data: samples, shape: [1, samples.length] } };
    const { logits, embedding } = await this.#session.run(feeds);
    if (logits?.data.length !== this.labels.length || !embedding)
      throw new CheckpointError(
        'checkpoint-mismatch',
        `The graph of ${this.manifest.name} gives ${logits?.data.length ?? 'no'} logits and ${embedding ? 'an' : 'no'} embedding; its description names ${this.labels.length} labels. Convert the model again.`,
      );
    return { logits: logits.data, embedding: embedding.data };
  }

  /** One run at a time: several at once are no faster and hold the memory of each. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/** What was noticed about a recording, and whether there is speech in it. */
async function findingsOf(
  { samples, findings }: Recording,
  { voiceActivity = true, signal }: AnswerOptions,
): Promise<readonly Finding[]> {
  if (!voiceActivity || isVoidAnswer(findings)) return findings;
  const noSpeech = await findSpeech(samples, signal);
  return noSpeech ? [noSpeech, ...findings] : findings;
}

async function readRecording(file: AudioFile, options: AnswerOptions): Promise<Recording> {
  if (file instanceof Blob) return loadRecording(file, options);
  // JavaScript calls this too.
  if (!(file instanceof URL) && typeof (file as unknown) !== 'string')
    throw new TypeError(
      `Found a recording of type ${typeof file}, expected a path, a URL or a Blob.`,
    );
  return loadRecording(await openFile(file instanceof URL ? fileURLToPath(file) : file), options);
}

async function openFile(path: string): Promise<Blob> {
  try {
    if ((await stat(path)).isFile()) {
      // The blob itself would only notice when it is read, and without words.
      await access(path, constants.R_OK);
      return await openAsBlob(path);
    }
  } catch (error) {
    throw FileError.from(error, path, 'read');
  }
  throw new FileError(
    'file-is-folder',
    `Could not read ${path}: it is not a regular file. Give the path of a recording.`,
  );
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
