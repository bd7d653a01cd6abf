/** Remainders of every byte for a checksum of `width` bits without reflection. */
function crcTable(width: number, polynomial: number): Uint16Array {
  const top = 1 << (width - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let rest = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) rest = rest & top ? (rest << 1) ^ polynomial : rest << 1;
    return rest & (2 * top - 1);
  });
}

const CRC32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte << 24;
  for (let bit = 0; bit < 8; bit++) rest = rest < 0 ? (rest << 1) ^ 0x04c11db7 : rest << 1;
  return rest;
});

const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);

/** Checksum of a FLAC frame's header: polynomial x^8 + x^2 + x + 1, from 0 (RFC 9639, 9.1.8). */
export function crc8(bytes: Uint8Array, start: number, end: number): number {
  let rest = 0;
  for (let at = start; at < end; at++) rest = CRC8[rest ^ (bytes[at] ?? 0)] ?? 0;
  return rest;
}

/** Checksum of a FLAC frame: polynomial x^16 + x^15 + x^2 + 1, from 0 (RFC 9639, 9.3). */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let rest = 0;
  for (let at = start; at < end; at++) {
    rest = ((rest << 8) & 0xffff) ^ (CRC16[(rest >> 8) ^ (bytes[at] ?? 0)] ?? 0);
  }
  return rest;
}

/** Checksum of an Ogg page: polynomial 0x04c11db7, not reflected, from `rest` (RFC 3533, 6). */
export function crc32(bytes: Uint8Array, rest = 0): number {
  let sum = rest;
  for (const byte of bytes) sum = (sum << 8) ^ (CRC32[(sum >>> 24) ^ byte] ?? 0);
  return sum >>> 0;
}
