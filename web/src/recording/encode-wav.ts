const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/**
 * Writes mono samples as a 16-bit PCM WAV file (RIFF, "Multimedia Programming Interface and Data
 * Specifications 1.0").
 *
 * @param blocks mono, full scale ±1; louder samples are clipped
 * @param sampleRate in hertz
 */
export function encodeWav(blocks: readonly Float32Array[], sampleRate: number): Blob {
  const samples = blocks.reduce((sum, block) => sum + block.length, 0);
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + samples * BYTES_PER_SAMPLE));
  writeHeader(view, samples * BYTES_PER_SAMPLE, sampleRate);
  let at = HEADER_BYTES;
  for (const block of blocks)
    for (const sample of block) {
      view.setInt16(at, Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff), true);
      at += BYTES_PER_SAMPLE;
    }
  return new Blob([view.buffer], { type: 'audio/wav' });
}

/** The header of a 16-bit mono WAV file with so many bytes of samples. */
export function wavHeader(dataBytes: number, sampleRate: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES));
  writeHeader(view, dataBytes, sampleRate);
  return view.buffer;
}

function writeHeader(view: DataView, dataBytes: number, sampleRate: number): void {
  writeWord(view, 0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  writeWord(view, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  writeWord(view, 36, 'data');
  view.setUint32(40, dataBytes, true);
}

function writeWord(view: DataView, at: number, word: string): void {
  for (const [offset, byte] of new TextEncoder().encode(word).entries())
    view.setUint8(at + offset, byte);
}
