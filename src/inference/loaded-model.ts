import {
  type Recording,
  type RecordingDetails,
  recordingFromWaveform,
  streamRecording,
} from '../audio/index.js';
import type { Session } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { type EmbedOptions, embedSpeech } from './baseline/embed-speech.js';
import type { VoicePart } from './baseline/voice-part.js';
import { GraphRunner, type WindowRun } from './graph-runner.js';
import { type FrameRun, runFrames } from './run-frames.js';
import type { ModelInfo } from './model-info.js';
import type { EmotionResult } from './results.js';
import { runWindows } from './run-windows.js';
import { SpeechDetector } from './speech-detector.js';
import { SpeechMeter } from './speech-meter.js';
import { type OpenVoiceDetector, SpeechPresence } from './speech-presence.js';
import { type JudgeOptions, toResult } from './to-result.js';
import { paceSession } from './pace-session.js';
import { cutIntoWindows, type Pieces, piecesOf } from './windows.js';

/** Options of everything that classifies a recording. */
export type ClassifyOptions = JudgeOptions & {
  /** Whether to check for speech; without speech a result means nothing. Default: true. */
  readonly voiceActivity?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called after each window with the seconds of the recording that are computed. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
};

/** The outputs of the graph for a window, and how much of it is speech. */
export type SpokenWindow = WindowRun & {
  /** Seconds of speech in the window. */
  readonly speechSeconds: number;
};

/** A result with what {@link judgeAgain} needs to judge the recording with another baseline. */
export type ResultWithWindows = {
  readonly result: EmotionResult;
  readonly windows: readonly SpokenWindow[];
};

/**
 * A model in memory, on any platform: audio in, one result per recording out. Recordings are
 * computed one at a time and without padding, so a batch gives bit for bit the results of single
 * files.
 */
export class LoadedModel {
  readonly info: ModelInfo;
  readonly #session: Session;
  readonly #runner: GraphRunner;
  /** Opens the voice activity detector that belongs to the platform. */
  readonly openVoiceDetector: OpenVoiceDetector;

  /** @param session the model's graph; `dispose` also disposes it */
  constructor(info: ModelInfo, session: Session, openVoiceDetector: OpenVoiceDetector) {
    this.info = info;
    this.#session = session;
    this.#runner = new GraphRunner(info, session);
    this.openVoiceDetector = openVoiceDetector;
  }

  /**
   * Classifies an audio file of any format, up to 24 hours long. A recording longer than 30 s is
   * computed in windows of 15 to 30 s while it is decoded, in memory that does not grow with its
   * length; its result is their mean weighted by duration.
   *
   * @throws AudioError, DeviceError, and the signal's reason
   */
  classifyBlob(file: Blob, options: ClassifyOptions = {}): Promise<EmotionResult> {
    const { signal } = options;
    return this.classifyPieces(streamRecording(file, signal ? { signal } : {}), options);
  }

  /**
   * Classifies samples that are in memory.
   *
   * @param samples 16 kHz mono, `[time]`
   * @throws AudioError `audio-too-short` if the model needs more samples
   */
  classifySamples(samples: Float32Array, options?: ClassifyOptions): Promise<EmotionResult> {
    const waveform = { sampleRate: MODEL_SAMPLE_RATE, channels: [samples] };
    return this.classifyRecording(recordingFromWaveform(waveform), options);
  }

  /** Classifies a recording that is decoded already. */
  classifyRecording(recording: Recording, options?: ClassifyOptions): Promise<EmotionResult> {
    return this.classifyPieces(piecesOf(recording), options);
  }

  /**
   * Classifies a recording that arrives in pieces.
   *
   * @param pieces 16 kHz mono, `[time]` each; returns the details of the recording
   */
  async classifyPieces(
    pieces: Pieces<RecordingDetails>,
    options: ClassifyOptions = {},
  ): Promise<EmotionResult> {
    return (await this.#run(pieces, options)).result;
  }

  /**
   * Classifies a recording that arrives in pieces, and keeps the outputs of its windows. The whole
   * recording is searched for speech, which takes longer.
   */
  async classifyWindows(
    pieces: Pieces<RecordingDetails>,
    options: ClassifyOptions = {},
  ): Promise<ResultWithWindows> {
    const meter = new SpeechMeter(this.openVoiceDetector);
    const { result, runs } = await this.#run(pieces, options, meter);
    const windows = runs.map((run, at) => ({ ...run, speechSeconds: meter.seconds[at] ?? 0 }));
    return { result, windows };
  }

  /**
   * Computes the embeddings of the speech in a recording that arrives in pieces, in parts of about 5 s
   * each; `makeBaseline` makes a baseline of them.
   *
   * @param pieces 16 kHz mono, `[time]` each
   */
  embedSpeech(pieces: Pieces<unknown>, options: EmbedOptions = {}): Promise<VoicePart[]> {
    const { minimumSamples } = this.info.input;
    const openVoiceDetector = this.openVoiceDetector;
    const embedder = { runner: this.#runner, openVoiceDetector, minimumSamples };
    return embedSpeech(pieces, embedder, options);
  }

  async #run(
    pieces: Pieces<RecordingDetails>,
    { voiceActivity, signal, onProgress, ...judge }: ClassifyOptions,
    meter?: SpeechMeter,
  ) {
    const speech = voiceActivity === false ? undefined : new SpeechPresence(this.openVoiceDetector);
    const windows = cutIntoWindows(pieces);
    try {
      const found = await runWindows(windows, this.#runner, { signal, onProgress, speech, meter });
      const { runs, details } = found;
      const findings = speech?.withFinding(details.findings) ?? details.findings;
      return { runs, result: toResult(runs, { ...details, findings }, this.info, judge) };
    } finally {
      await windows.return?.();
    }
  }

  /**
   * The same model for one recording that may have to wait: every run of a graph, the voice activity
   * detector's too, waits first.
   *
   * @param wait a rejection makes the run fail
   */
  paced(wait: () => Promise<void>): LoadedModel {
    return new LoadedModel(this.info, paceSession(this.#session, wait), async () =>
      paceSession(await this.openVoiceDetector(), wait),
    );
  }

  /** Whether `runWindow` returns the frames that the embedding is pooled from. */
  get hasFrames(): boolean {
    return this.#runner.hasFrames;
  }

  /** Whether `runWindow` returns the logits of each frame, and {@link classifyFrames} works. */
  get hasFrameLogits(): boolean {
    return this.#runner.hasFrameLogits && this.info.frameLogits !== undefined;
  }

  /**
   * Classifies each frame of a recording of any length, in memory that does not grow with it. Up to 30 s
   * are computed at once; the windows of longer recordings overlap, so that each frame has at least 2 s
   * of the recording on both sides.
   *
   * @param pieces 16 kHz mono, `[time]` each
   * @yields the next frames, in order
   * @throws AudioError, DeviceError, and the signal's reason; TypeError if the model has no such output
   */
  classifyFrames(
    pieces: Pieces<unknown>,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<FrameRun, void, undefined> {
    const { name, frameLogits } = this.info;
    if (!frameLogits || !this.hasFrameLogits)
      throw new TypeError(
        `${name} does not classify frames, expected a model for emotion diarisation.`,
      );
    return runFrames(pieces, this.#runner, { ...options, ...frameLogits });
  }

  /**
   * Computes the outputs of the graph for one window, without checks and findings.
   *
   * @param samples 16 kHz mono, `[time]`, at most 30 s; memory grows with the square of the length
   * @throws AudioError `audio-too-short` if the model needs more samples; DeviceError
   */
  runWindow(samples: Float32Array): Promise<WindowRun> {
    return this.#runner.run(samples, { frames: true });
  }

  /** Returns a new voice activity detector for sound that arrives in pieces. */
  async speechDetector(): Promise<SpeechDetector> {
    return new SpeechDetector(await this.openVoiceDetector());
  }

  /** Waits for the current window and frees the graph's memory. The model cannot be used afterwards. */
  async dispose(): Promise<void> {
    await this.#runner.dispose();
  }
}
