/** Bytes at the beginning of a file that are searched for the header. */
const HEADER_BYTES = 1 << 16;

type WavFormat = {
  /** The `fmt ` chunk with its name and size. */
  readonly format: Uint8Array<ArrayBuffer>;
  readonly bytesPerSecond: number;
  readonly blockBytes: number;
  /** Where the samples begin, in bytes. */
  readonly dataStart: number;
  readonly dataBytes: number;
};

/**
 * Cuts a part out of a WAV file without reading the rest of it, so that the size does not matter.
 * Chunks: https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
 *
 * @returns `undefined` if the file is no WAV file with a header within the first 64 KiB
 */
export async function clipWav(file: Blob, start: number, end: number): Promise<Blob | undefined> {
  const header = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
  const found = readHeader(header, file.size);
  if (!found) return undefined;
  const { format, bytesPerSecond, blockBytes, dataStart, dataBytes } = found;
  const place = (seconds: number) => {
    const bytes = Math.floor((seconds * bytesPerSecond) / blockBytes) * blockBytes;
    return Math.max(0, Math.min(dataBytes, bytes));
  };
  const samples = file.slice(dataStart + place(start), dataStart + place(end));
  const intro = new Uint8Array(12 + format.length + 8);
  const view = new DataView(intro.buffer);
  writeName(intro, 0, 'RIFF');
  view.setUint32(4, intro.length - 8 + samples.size, true);
  writeName(intro, 8, 'WAVE');
  intro.set(format, 12);
  writeName(intro, 12 + format.length, 'data');
  view.setUint32(12 + format.length + 4, samples.size, true);
  return new Blob([intro, samples], { type: 'audio/wav' });
}

function readHeader(bytes: Uint8Array<ArrayBuffer>, fileBytes: number): WavFormat | undefined {
  const view = new DataView(bytes.buffer);
  if (bytes.length < 44 || nameAt(bytes, 0) !== 'RIFF' || nameAt(bytes, 8) !== 'WAVE')
    return undefined;
  let format: Uint8Array<ArrayBuffer> | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (nameAt(bytes, at) === 'fmt ' && at + 8 + size <= bytes.length && size >= 16)
      format = bytes.slice(at, at + 8 + size);
    if (nameAt(bytes, at) === 'data') return format && describe(format, at + 8, size, fileBytes);
    at += 8 + size + (size % 2);
  }
  return undefined;
}

function describe(
  format: Uint8Array<ArrayBuffer>,
  dataStart: number,
  size: number,
  fileBytes: number,
): WavFormat | undefined {
  const view = new DataView(format.buffer);
  const bytesPerSecond = view.getUint32(16, true);
  const blockBytes = view.getUint16(20, true);
  if (bytesPerSecond === 0 || blockBytes === 0) return undefined;
  // A recorder that crashed, or a stream, leaves a size of 0 or of 4 GiB: the file's end holds then.
  const left = fileBytes - dataStart;
  const dataBytes = size === 0 ? left : Math.min(size, left);
  return { format, bytesPerSecond, blockBytes, dataStart, dataBytes };
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function writeName(bytes: Uint8Array, at: number, name: string): void {
  for (let place = 0; place < 4; place++) bytes[at + place] = name.charCodeAt(place);
}
