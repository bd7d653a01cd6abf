import { browser, type PortLike } from '../platform.js';

/** Asks the page to decode a recording. */
export type DecodeRequest = {
  readonly call: number;
  readonly bytes: ArrayBuffer;
  /** The rate of the samples that are asked for, in hertz. */
  readonly sampleRate: number;
};

/** The samples `[channel][time]`, or why there are none. */
export type DecodeReply =
  | { readonly call: number; readonly channels: readonly Float32Array[] }
  | { readonly call: number; readonly reason: string };

/** Decodes what a worker asks for with the page's `decodeAudioData`, which a worker does not have. */
export function servePageDecoder(port: PortLike): void {
  port.onmessage = ({ data }) => {
    void decode(data as DecodeRequest).then((reply) => {
      const buffers = 'channels' in reply ? reply.channels.map(({ buffer }) => buffer) : [];
      port.postMessage(reply, buffers);
    });
  };
}

async function decode({ call, bytes, sampleRate }: DecodeRequest): Promise<DecodeReply> {
  const { OfflineAudioContext } = browser;
  if (!OfflineAudioContext) return { call, reason: 'it has no OfflineAudioContext' };
  try {
    const context = new OfflineAudioContext(1, 1, sampleRate);
    const buffer = await context.decodeAudioData(bytes);
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, at) =>
      // The samples of an AudioBuffer cannot be transferred.
      buffer.getChannelData(at).slice(),
    );
    return { call, channels };
  } catch (error) {
    return { call, reason: String(error) };
  }
}
