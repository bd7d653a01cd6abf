import { MODEL_SAMPLE_RATE } from '../../waveform.js';

const FLOAT_FORMAT = 3;
const HEADER_BYTES = 58;

/**
 * Writes mono samples as a WAV file in float32, which loses nothing.
 *
 * @param samples 16 kHz mono, `[time]`
 * @see "Multiple Channel Audio Data and WAVE Files", Microsoft 2007
 */
export function floatWav(samples: Float32Array<ArrayBuffer>): Blob {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES));
  const bytes = 4 * samples.length;
  const word = (at: number, text: string) => {
    for (const [offset, code] of new TextEncoder().encode(text).entries())
      view.setUint8(at + offset, code);
  };
  word(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + bytes, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 18, true);
  view.setUint16(20, FLOAT_FORMAT, true);
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, MODEL_SAMPLE_RATE, true);
  view.setUint32(28, MODEL_SAMPLE_RATE * 4, true); // bytes in a second
  view.setUint16(32, 4, true); // bytes of a sample
  view.setUint16(34, 32, true);
  view.setUint16(36, 0, true); // no extension
  word(38, 'fact');
  view.setUint32(42, 4, true);
  view.setUint32(46, samples.length, true);
  word(50, 'data');
  view.setUint32(54, bytes, true);
  // Typed arrays have the byte order of the machine, which is that of WAV wherever Node runs.
  return new Blob([view, samples]);
}
