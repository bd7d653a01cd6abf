import type { SampleStream } from '../../inference/index.js';
import type { WorkerInput } from '../../workers/web.js';
import { type AudioBufferLike, browser, type MediaStreamLike } from '../platform.js';
import { captureStream } from './capture-stream.js';
import { streamOf } from './stream-of.js';

/**
 * A recording: a `File` or `Blob` of any format, an `AudioBuffer`, samples that arrive in pieces, an address,
 * or a `MediaStream`, which is recorded until all of its tracks have ended.
 */
export type BrowserRecording =
  Blob | AudioBufferLike | MediaStreamLike | SampleStream | string | URL;

/**
 * What a worker accepts in place of a recording.
 *
 * @param capture address of the audio worklet
 * @throws TypeError if it is not a recording
 */
export async function toWorkerInput(
  recording: BrowserRecording,
  capture: string,
): Promise<WorkerInput> {
  if (recording instanceof Blob) return recording;
  if (typeof recording === 'string' || recording instanceof URL)
    return new URL(recording, browser.document?.baseURI).href;
  return await toSampleStream(recording, capture);
}

/** @throws TypeError if it is neither samples nor a stream */
export async function toSampleStream(
  source: AudioBufferLike | MediaStreamLike | SampleStream,
  capture: string,
): Promise<SampleStream> {
  if (isMediaStream(source)) return await captureStream(source, capture);
  if (isAudioBuffer(source)) return streamOf(channelsOf(source), source.sampleRate);
  // Callers without TypeScript may pass anything.
  if (typeof source === 'object' && 'pieces' in source) return source;
  throw new TypeError(
    `Found a recording of type ${typeof source}, expected a Blob, an AudioBuffer, a MediaStream, or { sampleRate, pieces }.`,
  );
}

function isMediaStream(source: object): source is MediaStreamLike {
  return browser.MediaStream !== undefined && source instanceof browser.MediaStream;
}

function isAudioBuffer(source: object): source is AudioBufferLike {
  return browser.AudioBuffer !== undefined && source instanceof browser.AudioBuffer;
}

function channelsOf(buffer: AudioBufferLike): readonly Float32Array[] {
  return Array.from({ length: buffer.numberOfChannels }, (_, at) => buffer.getChannelData(at));
}
