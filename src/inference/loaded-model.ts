import {
  type Recording,
  type RecordingDetails,
  recordingFromWaveform,
  streamRecording,
} from '../audio/index.js';
import type { Session } from '../runtime/index.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { GraphRunner } from './graph-runner.js';
import type { ModelInfo } from './model-info.js';
import type { EmotionResult } from './results.js';
import { runWindows } from './run-windows.js';
import { SpeechDetector } from './speech-detector.js';
import { type OpenVoiceDetector, SpeechPresence } from './speech-presence.js';
import { toResult } from './to-result.js';
import { cutIntoPieces, cutIntoWindows, type Pieces } from './windows.js';

/** Options of everything that classifies a recording. */
export type ClassifyOptions = {
  /** Whether to check for speech; without speech a result means nothing. Default: true. */
  readonly voiceActivity?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called after each window with the seconds of the recording that are computed. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
};

/**
 * A model in memory, on any platform: audio in, one result per recording out. Recordings are
 * computed one at a time and without padding, so a batch gives bit for bit the results of single
 * files.
 */
export class LoadedModel {
  readonly info: ModelInfo;
  readonly #runner: GraphRunner;
  readonly #openVoiceDetector: OpenVoiceDetector;

  /** @param session the model's graph; `dispose` also disposes it */
  constructor(info: ModelInfo, session: Session, openVoiceDetector: OpenVoiceDetector) {
    this.info = info;
    this.#runner = new GraphRunner(info, session);
    this.#openVoiceDetector = openVoiceDetector;
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
    const speech =
      options.voiceActivity === false ? undefined : new SpeechPresence(this.#openVoiceDetector);
    const windows = cutIntoWindows(pieces);
    try {
      const { signal, onProgress } = options;
      const runs = await runWindows(windows, this.#runner, { signal, onProgress, speech });
      return toResult(runs, this.info, speech);
    } finally {
      await windows.return?.();
    }
  }

  /** Returns a new voice activity detector for sound that arrives in pieces. */
  async speechDetector(): Promise<SpeechDetector> {
    return new SpeechDetector(await this.#openVoiceDetector());
  }

  /** Waits for the current window and frees the graph's memory. The model cannot be used afterwards. */
  async dispose(): Promise<void> {
    await this.#runner.dispose();
  }
}

function* piecesOf({ samples, ...details }: Recording): Generator<Float32Array, RecordingDetails> {
  yield* cutIntoPieces(samples);
  return details;
}
