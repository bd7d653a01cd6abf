import { type DType, ELEMENT_BYTES } from './tensor-store.js';

// Typed arrays use the machine's byte order. The files are little-endian, and so is every machine that the
// runtime supports.
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Converts little-endian elements of any {@link DType} to float32, as torch's `.float()` does.
 * float32 bytes are not copied if they are aligned.
 */
export function toFloat32(bytes: Bytes, dtype: DType): Float32Array {
  const aligned = bytes.byteOffset % ELEMENT_BYTES[dtype] === 0 ? bytes : bytes.slice();
  return converters[dtype](aligned);
}

const converters: Readonly<Record<DType, (bytes: Bytes) => Float32Array>> = {
  float64: (bytes) => Float32Array.from(view(bytes, Float64Array)),
  float32: (bytes) => view(bytes, Float32Array),
  float16: (bytes) => lookUp(view(bytes, Uint16Array)),
  bfloat16: (bytes) => widen(view(bytes, Uint16Array)),
  int64: (bytes) => Float32Array.from(view(bytes, BigInt64Array), Number),
  int32: (bytes) => Float32Array.from(view(bytes, Int32Array)),
  int16: (bytes) => Float32Array.from(view(bytes, Int16Array)),
  int8: (bytes) => Float32Array.from(view(bytes, Int8Array)),
  uint8: (bytes) => Float32Array.from(bytes),
  bool: (bytes) => Float32Array.from(bytes, (byte) => (byte === 0 ? 0 : 1)),
};

function view<T>(
  bytes: Bytes,
  Type: { new (buffer: ArrayBuffer, offset: number, length: number): T; BYTES_PER_ELEMENT: number },
): T {
  return new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
}

// bfloat16 is the upper half of a float32.
function widen(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  halves.forEach((half, index) => (bits[index] = half << 16));
  return new Float32Array(bits.buffer);
}

function lookUp(halves: Uint16Array): Float32Array {
  halfValues ??= Float32Array.from({ length: 65_536 }, (_, bits) => halfValue(bits));
  const out = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i += 1) out[i] = halfValues[halves[i] ?? 0] ?? NaN;
  return out;
}

let halfValues: Float32Array | undefined;

// IEEE 754 binary16: 1 bit sign, 5 bits exponent (bias 15), 10 bits fraction.
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
