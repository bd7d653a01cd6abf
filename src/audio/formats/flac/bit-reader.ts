/** Thrown if more bits are read than there are. Internal. */
export class OutOfBits extends Error {}

/** Rice codes with at most this many remainder bits are decoded in 32-bit arithmetic. */
const MAX_SHORT_RICE = 20;

/** Reads big-endian bit fields, the most significant bit first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Offset of the next bit. */
  #at: number;

  /** @param start offset in bytes */
  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start * 8;
  }

  /** Offset of the byte that contains the next bit. */
  get byteOffset(): number {
    return this.#at >> 3;
  }

  /** Skips the bits before the next whole byte. */
  align(): void {
    this.#at = (this.#at + 7) & ~7;
  }

  /** Reads an unsigned field of 0 to 32 bits. */
  bits(count: number): number {
    if (count === 0) return 0;
    const value = this.#peek() >>> (32 - count);
    this.#skip(count);
    return value;
  }

  /** Reads a two's complement field of 1 to 33 bits. */
  signed(count: number): number {
    const sign = this.bits(1);
    return this.bits(count - 1) - sign * 2 ** (count - 1);
  }

  /** Reads a unary number: the count of 0 bits before the next 1 bit, which is also consumed. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      const run = Math.clz32(this.#peek());
      zeros += run;
      if (run < 32) {
        this.#skip(run + 1);
        return zeros;
      }
      this.#skip(32);
    }
  }

  /**
   * Reads a Rice code: quotient in unary, remainder in `parameter` bits, sign in the lowest bit
   * (RFC 9639, section 9.2.7).
   */
  rice(parameter: number): number {
    const word = this.#peek();
    const zeros = Math.clz32(word);
    if (zeros + parameter >= 32 || parameter > MAX_SHORT_RICE) return this.#longRice(parameter);
    this.#skip(zeros + 1 + parameter);
    // JavaScript shifts by the count modulo 32, so `>>> 32` would not give 0.
    const rest = parameter === 0 ? 0 : (word << (zeros + 1)) >>> (32 - parameter);
    const folded = (zeros << parameter) | rest;
    return (folded >>> 1) ^ -(folded & 1);
  }

  #longRice(parameter: number): number {
    const folded = this.unary() * 2 ** parameter + this.bits(parameter);
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  /** Returns the next 32 bits without consuming them; bits after the end are zeros. */
  #peek(): number {
    const byte = this.#at >> 3;
    const shift = this.#at & 7;
    if (byte + 5 > this.#bytes.length) return this.#peekAtEnd(byte, shift);
    const word = this.#view.getUint32(byte);
    return shift === 0 ? word : (word << shift) | (this.#view.getUint8(byte + 4) >> (8 - shift));
  }

  #peekAtEnd(byte: number, shift: number): number {
    let word = 0;
    for (let index = 0; index < 4; index++) word = (word << 8) | (this.#bytes[byte + index] ?? 0);
    return (word << shift) | ((this.#bytes[byte + 4] ?? 0) >> (8 - shift));
  }

  #skip(count: number): void {
    this.#at += count;
    if (this.#at > this.#bytes.length * 8) throw new OutOfBits();
  }
}
