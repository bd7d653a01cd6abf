/** Thrown where bits are asked for beyond the end. Internal. */
export class OutOfBits extends Error {}

/** Remainders up to this many bits, with their quotient, stay within 32-bit arithmetic. */
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

  /** Offset of the byte that the next bit stands in. */
  get byteOffset(): number {
    return this.#at >> 3;
  }

  /** Passes the bits up to the next whole byte. */
  align(): void {
    this.#at = (this.#at + 7) & ~7;
  }

  /** An unsigned field of 0 to 32 bits. */
  bits(count: number): number {
    if (count === 0) return 0;
    const value = this.#peek() >>> (32 - count);
    this.#pass(count);
    return value;
  }

  /** A two's complement field of 1 to 33 bits. */
  signed(count: number): number {
    const sign = this.bits(1);
    return this.bits(count - 1) - sign * 2 ** (count - 1);
  }

  /** The number of zeros before the next one, which is passed, too. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      const run = Math.clz32(this.#peek());
      zeros += run;
      if (run < 32) {
        this.#pass(run + 1);
        return zeros;
      }
      this.#pass(32);
    }
  }

  /**
   * A Rice code: quotient in unary, remainder in `parameter` bits, the sign folded into the lowest
   * bit (RFC 9639, section 9.2.7).
   */
  rice(parameter: number): number {
    const word = this.#peek();
    const zeros = Math.clz32(word);
    if (zeros + parameter >= 32 || parameter > MAX_SHORT_RICE) return this.#longRice(parameter);
    this.#pass(zeros + 1 + parameter);
    // Shifts count modulo 32, so that no remainder at all needs a case of its own.
    const rest = parameter === 0 ? 0 : (word << (zeros + 1)) >>> (32 - parameter);
    const folded = (zeros << parameter) | rest;
    return (folded >>> 1) ^ -(folded & 1);
  }

  #longRice(parameter: number): number {
    const folded = this.unary() * 2 ** parameter + this.bits(parameter);
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  /** The next 32 bits; zeros follow the end. */
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

  #pass(count: number): void {
    this.#at += count;
    if (this.#at > this.#bytes.length * 8) throw new OutOfBits();
  }
}
