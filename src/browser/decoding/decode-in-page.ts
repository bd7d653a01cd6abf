import type { FallbackDecoder, FallbackRequest } from '../../audio/index.js';
import { AudioError } from '../../errors.js';
import type { Waveform } from '../../waveform.js';
import { adtsSamples } from './adts-samples.js';
import { declaredRate } from './declared-rate.js';
import type { PortLike } from '../platform.js';
import type { DecodeReply } from './page-decoder.js';

/**
 * A browser decodes a whole file at once: 64 MiB are two hours of AAC at 64 kbit/s, whose samples take
 * 2.8 GB. A longer one would fill the memory of the page.
 */
const MAX_BYTES = 1 << 26;

/** The most samples that an AAC encoder puts before the sound: two frames. */
const MAX_DELAY_SAMPLES = 2048;

/** Length of the pieces, in seconds. */
const PIECE_SECONDS = 5;

/**
 * Decodes the formats without a built-in decoder, such as AAC, with the decoders of the browser.
 *
 * @param port its other end is served by `servePageDecoder`
 */
export function decodeInPage(port: PortLike): FallbackDecoder {
  const waiting = new Map<number, (reply: DecodeReply) => void>();
  let calls = 0;
  port.onmessage = ({ data }) => {
    const reply = data as DecodeReply;
    waiting.get(reply.call)?.(reply);
    waiting.delete(reply.call);
  };
  const ask = async (blob: Blob, sampleRate: number): Promise<DecodeReply> => {
    const call = ++calls;
    const bytes = await blob.arrayBuffer();
    return await new Promise((resolve) => {
      waiting.set(call, resolve);
      port.postMessage({ call, bytes, sampleRate }, [bytes]);
    });
  };
  return async function* (blob, request) {
    if (blob.size > MAX_BYTES) throw tooLarge(blob.size, request);
    const sampleRate = await declaredRate(blob, request.format);
    const reply = await ask(blob, sampleRate);
    request.signal?.throwIfAborted();
    if ('reason' in reply) throw unsupported(request, reply.reason);
    const channels =
      request.format === 'aac' ? await withDelay(blob, reply.channels) : reply.channels;
    yield* cut({ sampleRate, channels }, request);
  };
}

/**
 * Gives an AAC file without a container the silence back that its encoder put before the sound. Chromium and
 * ffmpeg keep it, Firefox cuts it off; nothing in such a file tells how long it is.
 */
async function withDelay(
  blob: Blob,
  channels: readonly Float32Array[],
): Promise<readonly Float32Array[]> {
  const length = channels[0]?.length ?? 0;
  const missing = adtsSamples(new Uint8Array(await blob.arrayBuffer())) - length;
  if (missing <= 0 || missing > MAX_DELAY_SAMPLES) return channels;
  return channels.map((channel) => {
    const whole = new Float32Array(length + missing);
    whole.set(channel, missing);
    return whole;
  });
}

function* cut(
  { sampleRate, channels }: Waveform,
  { checkSize, signal }: FallbackRequest,
): Generator<Waveform> {
  const length = channels[0]?.length ?? 0;
  checkSize(length, channels.length, sampleRate);
  const step = PIECE_SECONDS * sampleRate;
  for (let start = 0; start < length; start += step) {
    signal?.throwIfAborted();
    const piece = channels.map((channel) => channel.subarray(start, start + step));
    yield { sampleRate, channels: piece };
  }
}

function unsupported({ format, codec }: FallbackRequest, reason: string): AudioError {
  return format === undefined
    ? new AudioError(
        'audio-unknown-format',
        `Found ${codec}, which this browser does not decode (${reason}). Provide a recording.`,
      )
    : new AudioError(
        'audio-unsupported',
        `Found ${codec}, which this browser does not decode (${reason}). Convert the recording to WAV, FLAC, MP3, Ogg or WebM, or use another browser.`,
      );
}

function tooLarge(bytes: number, { codec }: FallbackRequest): AudioError {
  return new AudioError(
    'audio-too-long',
    `Found ${codec} of ${bytes} bytes. A browser decodes it as a whole, so at most ${MAX_BYTES} bytes are accepted. Convert the recording to FLAC or Opus, which are read piece by piece.`,
  );
}
