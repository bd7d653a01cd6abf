/** Numbers at which readers of binary formats change their behaviour. */
const INTERESTING = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** Largest input; longer ones are slow and say nothing more. */
const MAX_BYTES = 100_000;

type Bytes = Uint8Array<ArrayBuffer>;
type Random = () => number;

const below = (random: Random, limit: number) => Math.floor(random() * limit);

const MUTATIONS: readonly ((bytes: Bytes, random: Random, other: Bytes) => Bytes)[] = [
  (bytes, random) => {
    const at = below(random, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
    return bytes;
  },
  (bytes, random) => {
    bytes[below(random, bytes.length)] = below(random, 256);
    return bytes;
  },
  (bytes, random) => {
    const size = [1, 2, 4][below(random, 3)] ?? 1;
    if (bytes.length < size) return bytes;
    const value = INTERESTING[below(random, INTERESTING.length)] ?? 0;
    const view = new DataView(bytes.buffer);
    const at = below(random, bytes.length - size + 1);
    const isLittle = random() < 0.5;
    if (size === 1) view.setUint8(at, value & 0xff);
    else if (size === 2) view.setUint16(at, value & 0xffff, isLittle);
    else view.setUint32(at, value, isLittle);
    return bytes;
  },
  (bytes, random) => bytes.slice(0, below(random, bytes.length + 1)),
  (bytes, random) => {
    const from = below(random, bytes.length);
    return join(bytes.subarray(0, from), bytes.subarray(from + 1 + below(random, 64)));
  },
  (bytes, random) => {
    const from = below(random, bytes.length);
    const end = from + 1 + below(random, 64);
    return join(bytes.subarray(0, end), bytes.subarray(from));
  },
  (bytes, random, other) =>
    join(
      bytes.subarray(0, below(random, bytes.length)),
      other.subarray(below(random, other.length)),
    ),
];

/**
 * Changes an input at one to four places: bits, bytes, numbers in both byte orders, a missing end,
 * removed and repeated parts, and parts of another input.
 *
 * @param random returns numbers from 0 to below 1
 */
export function mutate(input: Bytes, other: Bytes, random: Random): Bytes {
  let bytes = input.slice();
  for (let left = 1 + below(random, 4); left > 0; left--) {
    const mutation = MUTATIONS[below(random, MUTATIONS.length)];
    if (mutation && bytes.length > 0) bytes = mutation(bytes, random, other);
  }
  return bytes.slice(0, MAX_BYTES);
}

function join(...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(Buffer.concat(parts));
}
