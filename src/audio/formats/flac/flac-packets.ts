import { OutOfBits } from './bit-reader.js';
import { BadFrame, decodeFlacFrame } from './flac-frame.js';
import { readFlacInfo } from './flac-info.js';
import type { PacketDecoder } from '../codecs/packet-decoder.js';

/**
 * Opens a decoder for a FLAC track in Ogg or Matroska, where each packet is a frame.
 *
 * @param streamInfo content of the STREAMINFO block
 * @throws AudioError `audio-corrupt`
 */
export function openFlac(streamInfo: Uint8Array): PacketDecoder {
  const info = readFlacInfo(streamInfo);
  return {
    sampleRate: info.sampleRate,
    channels: info.channels,
    preSkip: 0,
    decode: (packet) => {
      try {
        return decodeFlacFrame(packet, 0, info).samples;
      } catch (error) {
        if (error instanceof BadFrame || error instanceof OutOfBits) return undefined;
        throw error;
      }
    },
    close: () => {
      // There is nothing to free.
    },
  };
}
