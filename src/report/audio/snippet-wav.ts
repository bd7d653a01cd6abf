import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { encodeMuLaw } from './mu-law.js';

const MU_LAW_FORMAT = 7;
const HEADER_BYTES = 58;

/**
 * Writes mono samples as a WAV file in µ-law, 16 kB for each second.
 *
 * @param samples 16 kHz mono, `[time]`
 * @see "Multimedia Programming Interface and Data Specifications 1.0", section WAVE
 */
export function snippetWav(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const data = encodeMuLaw(samples);
  const padding = data.length % 2;
  const bytes = new Uint8Array(HEADER_BYTES + data.length + padding);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string) => {
    bytes.set(new TextEncoder().encode(text), at);
  };
  word(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 18, true);
  view.setUint16(20, MU_LAW_FORMAT, true);
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, MODEL_SAMPLE_RATE, true);
  view.setUint32(28, MODEL_SAMPLE_RATE, true); // bytes in a second
  view.setUint16(32, 1, true); // bytes of a sample
  view.setUint16(34, 8, true);
  // A format other than PCM states the size of its extension and the number of samples.
  view.setUint16(36, 0, true);
  word(38, 'fact');
  view.setUint32(42, 4, true);
  view.setUint32(46, data.length, true);
  word(50, 'data');
  view.setUint32(54, data.length, true);
  bytes.set(data, HEADER_BYTES);
  return bytes;
}

/** Bytes as base64. `Buffer` and `Uint8Array.toBase64` are not on every platform. */
export function toBase64(bytes: Uint8Array): string {
  const CHUNK = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
