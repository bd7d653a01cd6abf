import { crc16, crc32 } from '../../src/audio/decode/crc.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Where a frame of FLAC may begin: the sync code and the bit of the blocking strategy. */
const isFlacFrame = (bytes: Bytes, at: number) =>
  bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xfe) === 0xf8;

/**
 * Makes the checksums of Ogg pages and FLAC frames right again, so that mutants reach the code behind
 * them. What only looks like a frame gets two wrong bytes, which is a mutation like any other.
 */
export function repairChecksums(bytes: Bytes): Bytes {
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, 4));
  if (magic === 'OggS') repairOgg(bytes);
  if (magic === 'fLaC') repairFlac(bytes);
  return bytes;
}

function repairOgg(bytes: Bytes): void {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 27 <= bytes.length;) {
    if (view.getUint32(at, false) !== 0x4f676753) return;
    const table = bytes.subarray(at + 27, at + 27 + (bytes[at + 26] ?? 0));
    const end = at + 27 + table.length + table.reduce((sum, size) => sum + size, 0);
    if (end > bytes.length) return;
    view.setUint32(at + 22, 0, true);
    view.setUint32(at + 22, crc32(bytes.subarray(at, end)), true);
    at = end;
  }
}

function repairFlac(bytes: Bytes): void {
  const starts = Array.from(bytes.keys()).filter((at) => isFlacFrame(bytes, at));
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? bytes.length;
    if (end - start < 16) continue;
    const sum = crc16(bytes, start, end - 2);
    bytes.set([sum >> 8, sum & 0xff], end - 2);
  }
}
