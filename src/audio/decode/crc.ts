/** The remainder of each byte for an unreflected checksum of `width` bits. */
function crcTable(width: number, polynomial: number): Uint16Array {
  const top = 1 << (width - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & top ? (remainder << 1) ^ polynomial : remainder << 1;
    return remainder & (2 * top - 1);
  });
}

const CRC32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder < 0 ? (remainder << 1) ^ 0x04c11db7 : remainder << 1;
  return remainder;
});

const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);

/** Checksum of a FLAC frame header: polynomial x^8 + x^2 + x + 1, initially 0 (RFC 9639, 9.1.8). */
export function crc8(bytes: Uint8Array, start: number, end: number): number {
  let remainder = 0;
  for (let at = start; at < end; at++) remainder = CRC8[remainder ^ (bytes[at] ?? 0)] ?? 0;
  return remainder;
}

/** Checksum of a FLAC frame: polynomial x^16 + x^15 + x^2 + 1, initially 0 (RFC 9639, 9.3). */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let remainder = 0;
  for (let at = start; at < end; at++) {
    remainder = ((remainder << 8) & 0xffff) ^ (CRC16[(remainder >> 8) ^ (bytes[at] ?? 0)] ?? 0);
  }
  return remainder;
}

/**
 * Checksum of an Ogg page: polynomial 0x04c11db7, not reflected (RFC 3533, 6).
 *
 * @param remainder the checksum of the bytes before these
 */
export function crc32(bytes: Uint8Array, remainder = 0): number {
  let sum = remainder;
  for (const byte of bytes) sum = (sum << 8) ^ (CRC32[(sum >>> 24) ^ byte] ?? 0);
  return sum >>> 0;
}
