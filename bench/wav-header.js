/** Bytes of {@link wavHeader}. */
const SIZE = 44;

/** The header of a WAV file, 16 bits, mono: http://soundfile.sapp.org/doc/WaveFormat. */
export function wavHeader(samples, rate) {
  const bytes = Buffer.alloc(SIZE);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(SIZE - 8 + 2 * samples, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(2 * samples, 40);
  return bytes;
}
