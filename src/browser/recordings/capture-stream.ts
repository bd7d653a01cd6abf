import { DeviceError } from '../../errors.js';
import { joinSamples } from '../../audio/index.js';
import type { SampleStream } from '../../inference/index.js';
import { browser, type MediaStreamLike } from '../platform.js';

/** An engine that is further behind than this cannot keep up, and samples must not fill the memory. */
const MOST_SECONDS_WAITING = 60;

/** How often to look whether the stream has ended: a track that the page stops sends no event. */
const CHECK_MS = 200;

/**
 * Records a stream, e.g. of a microphone, until all of its tracks have ended.
 *
 * @param capture address of the audio worklet
 * @throws TypeError if the stream has no sound
 */
export async function captureStream(
  stream: MediaStreamLike,
  capture: string,
): Promise<SampleStream> {
  const { AudioContext, AudioWorkletNode } = browser;
  if (!AudioContext || !AudioWorkletNode)
    throw new TypeError('Found no AudioWorklet, expected a page in a secure context (https).');
  if (stream.getAudioTracks().length === 0)
    throw new TypeError('Found a MediaStream without an audio track, expected one with sound.');
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule(capture);
    await context.resume();
    const node = new AudioWorkletNode(context, 'wav2emo-capture', { numberOfOutputs: 0 });
    const waiting = new WaitingPieces(context.sampleRate);
    node.port.onmessage = ({ data }) => {
      // Posted by the worklet in `capture.ts`: `[time]`.
      waiting.push(data as Float32Array);
    };
    context.createMediaStreamSource(stream).connect(node);
    const pieces = drain(waiting, stream, () => context.close());
    return { sampleRate: context.sampleRate, pieces };
  } catch (error) {
    await context.close();
    throw error;
  }
}

async function* drain(
  waiting: WaitingPieces,
  stream: MediaStreamLike,
  close: () => Promise<void>,
): AsyncGenerator<readonly Float32Array[]> {
  try {
    for (;;) {
      const piece = waiting.take();
      if (piece) yield [piece];
      else if (stream.getAudioTracks().every(({ readyState }) => readyState === 'ended')) return;
      else await waiting.next();
    }
  } finally {
    await close();
  }
}

/** Pieces that were recorded and not yet computed. */
class WaitingPieces {
  readonly #sampleRate: number;
  #pieces: Float32Array[] = [];
  #samples = 0;
  #wake: () => void = () => undefined;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  push(piece: Float32Array): void {
    this.#pieces.push(piece);
    this.#samples += piece.length;
    this.#wake();
  }

  /**
   * Takes everything that waits as one piece.
   *
   * @throws DeviceError if too much waits
   */
  take(): Float32Array | undefined {
    if (this.#samples > MOST_SECONDS_WAITING * this.#sampleRate)
      throw new DeviceError(
        'device-failed',
        `The model is computed more slowly than the sound arrives: more than ${MOST_SECONDS_WAITING} s wait. Use a smaller model or a faster device.`,
      );
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#samples = 0;
    return pieces.length > 0 ? joinSamples(pieces) : undefined;
  }

  /** Resolves when a piece arrives, or after a moment. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CHECK_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
