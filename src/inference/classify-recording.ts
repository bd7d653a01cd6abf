import {
  joinSamples,
  type Recording,
  type RecordingDetails,
  type RecordingStream,
  streamRecording,
  toModelInput,
} from '../audio/index.js';
import type { Waveform } from '../waveform.js';
import type { EmbedOptions } from './baseline/embed-speech.js';
import type { VoicePart } from './baseline/voice-part.js';
import type { ClassifyOptions, LoadedModel, SpokenWindow } from './loaded-model.js';
import type { EmotionResult } from './results.js';
import { timeline, type TimelineEntry } from './timeline.js';
import { waveformPeaks } from './waveform-peaks.js';
import { type Pieces, piecesOf } from './windows.js';

/** Samples that arrive while they are computed. */
export type SampleStream = {
  /** In hertz. */
  readonly sampleRate: number;
  /** `[channel][time]` each, all with the same number of channels, full scale -1 to 1. */
  readonly pieces: AsyncIterable<readonly Float32Array[]>;
};

/** What to compute besides the result. */
export type ResultParts = {
  /** The emotion along the recording. Default: false. */
  readonly timeline?: boolean;
  /** Number of pairs of minimum and maximum for drawing the waveform. Default: 0, none. */
  readonly peaks?: number;
  /** The outputs of the graph for each window, for `judgeAgain`. Default: false. */
  readonly windows?: boolean;
};

/** The result of a recording with the parts that were asked for. */
export type RecordingResult = {
  readonly result: EmotionResult;
  readonly timeline?: readonly TimelineEntry[];
  readonly peaks?: readonly number[];
  readonly windows?: readonly SpokenWindow[];
};

/**
 * Decodes a recording once and computes everything that is asked for. The result alone needs the
 * memory of two windows; timeline and peaks need all samples at 16 kHz, 230 MB an hour.
 *
 * @param input an audio file of any format, or samples of any rate
 * @throws AudioError, DeviceError, and the signal's reason
 */
export async function classifyRecording(
  model: LoadedModel,
  input: Blob | SampleStream,
  parts: ResultParts = {},
  options: ClassifyOptions = {},
): Promise<RecordingResult> {
  const { signal } = options;
  const stream = openStream(input, signal);
  const { peaks = 0 } = parts;
  const classify = async (pieces: Pieces<RecordingDetails>): Promise<RecordingResult> =>
    parts.windows
      ? await model.classifyWindows(pieces, options)
      : { result: await model.classifyPieces(pieces, options) };
  if (!parts.timeline && peaks === 0) return await classify(stream);
  const recording = await collect(stream);
  const found = await classify(piecesOf(recording));
  const entries = parts.timeline ? await timeline(model, recording.samples, options) : [];
  return {
    ...found,
    ...(entries.length > 0 && { timeline: entries }),
    ...(peaks > 0 && { peaks: waveformPeaks(recording.samples, peaks) }),
  };
}

/**
 * Computes the embeddings of the speech in a recording, in parts of about 5 s each; `makeBaseline` makes
 * a baseline of them.
 *
 * @param input an audio file of any format, or samples of any rate
 * @returns nothing if there is no speech
 * @throws AudioError, DeviceError, and the signal's reason
 */
export function embedRecording(
  model: LoadedModel,
  input: Blob | SampleStream,
  options: EmbedOptions = {},
): Promise<VoicePart[]> {
  return model.embedSpeech(openStream(input, options.signal), options);
}

/** Opens a recording as pieces of 16 kHz mono. */
export function openStream(input: Blob | SampleStream, signal?: AbortSignal): RecordingStream {
  return input instanceof Blob
    ? streamRecording(input, signal ? { signal } : {})
    : toModelInput(waveformsOf(input));
}

/** Names the rate with each piece, as the readers of files do. */
export async function* waveformsOf({ sampleRate, pieces }: SampleStream): AsyncGenerator<Waveform> {
  for await (const channels of pieces) yield { sampleRate, channels };
}

async function collect(stream: RecordingStream): Promise<Recording> {
  const pieces: Float32Array[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { samples: joinSamples(pieces), ...value };
    pieces.push(value);
  }
}
