import { corruptAudio } from '../../decode/limits.js';
import { isOpusPacket } from './opus-packet.js';
import type { PacketDecoder } from './packet-decoder.js';
import { UnsupportedCodec } from './unsupported-codec.js';

/** Opus is always decoded at this rate, even if the original had another one. */
const SAMPLE_RATE = 48_000;

/** The library's buffer per channel for a packet: 120 ms at 256 kbit/s, more than speech needs. */
const MAX_PACKET_BYTES = 3_840;

/**
 * Opens a decoder for a mono or stereo Opus track by libopus (BSD) as WebAssembly.
 *
 * @param head the `OpusHead` packet, which is the CodecPrivate element in WebM
 * @see https://www.rfc-editor.org/rfc/rfc7845#section-5.1
 * @throws AudioError `audio-corrupt`; UnsupportedCodec for more than two channels
 */
export async function openOpus(head: Uint8Array): Promise<PacketDecoder> {
  if (head.length < 19) throw corruptAudio('Opus', `found a header of ${head.length} bytes`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const channels = view.getUint8(9);
  if (channels === 0) throw corruptAudio('Opus', 'found 0 channels, expected 1 or more');
  if (channels > 2) throw new UnsupportedCodec('Opus', `${channels} channels`);
  const { OpusDecoder } = await import('opus-decoder');
  const decoder = new OpusDecoder({
    channels,
    streamCount: 1,
    coupledStreamCount: channels - 1,
    channelMappingTable: channels === 1 ? [0] : [0, 1],
    preSkip: 0,
  });
  await decoder.ready;
  // The header states the gain in 1/256 dB, and the player applies it.
  const gain = 10 ** (view.getInt16(16, true) / 256 / 20);
  return {
    sampleRate: SAMPLE_RATE,
    channels,
    preSkip: view.getUint16(10, true),
    decode: (packet) => {
      // The library writes to the console if it cannot decode a packet.
      if (!isOpusPacket(packet)) return undefined;
      if (packet.length > MAX_PACKET_BYTES * channels) {
        throw new UnsupportedCodec('Opus', `a packet of ${packet.length} bytes`);
      }
      const { channelData, samplesDecoded } = decoder.decodeFrame(packet);
      if (samplesDecoded === 0) return undefined;
      if (gain !== 1) for (const channel of channelData) amplify(channel, gain);
      return channelData;
    },
    close: () => {
      decoder.free();
    },
  };
}

function amplify(samples: Float32Array, gain: number): void {
  for (let at = 0; at < samples.length; at++) samples[at] = (samples[at] ?? 0) * gain;
}
