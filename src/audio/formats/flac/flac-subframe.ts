import { type BitReader, OutOfBits } from './bit-reader.js';

/** Coefficients of the fixed predictors by order, latest sample first (RFC 9639, section 9.2.5). */
const FIXED: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/**
 * Decodes one channel of a FLAC frame.
 *
 * @param bits bits per sample
 * @returns integers, `[blockSize]`
 * @see https://www.rfc-editor.org/rfc/rfc9639#section-9.2
 * @throws OutOfBits if the bits end early or have a reserved value: neither can be decoded
 */
export function readSubframe(reader: BitReader, blockSize: number, bits: number): Float64Array {
  if (reader.bits(1) !== 0) throw new OutOfBits();
  const type = reader.bits(6);
  const wasted = reader.bits(1) === 1 ? reader.unary() + 1 : 0;
  if (wasted >= bits) throw new OutOfBits();
  const samples = readSamples(reader, type, new Float64Array(blockSize), bits - wasted);
  if (wasted === 0) return samples;
  for (let at = 0; at < blockSize; at++) samples[at] = (samples[at] ?? 0) * 2 ** wasted;
  return samples;
}

function readSamples(
  reader: BitReader,
  type: number,
  samples: Float64Array,
  bits: number,
): Float64Array {
  if (type === 0) return samples.fill(reader.signed(bits));
  if (type === 1) return readInto(reader, samples, samples.length, bits);
  const fixed = type >= 8 && type <= 12 ? FIXED[type - 8] : undefined;
  if (!fixed && type < 32) throw new OutOfBits();
  const order = fixed ? fixed.length : type - 31;
  if (order > samples.length) throw new OutOfBits();
  readInto(reader, samples, order, bits);
  const { coefficients, shift } = fixed
    ? { coefficients: fixed, shift: 0 }
    : readCoefficients(reader, order);
  readResidual(reader, samples, order);
  predict(samples, coefficients, shift);
  return samples;
}

function readInto(reader: BitReader, samples: Float64Array, count: number, bits: number) {
  for (let at = 0; at < count; at++) samples[at] = reader.signed(bits);
  return samples;
}

function readCoefficients(
  reader: BitReader,
  order: number,
): { coefficients: number[]; shift: number } {
  const precision = reader.bits(4) + 1;
  const shift = reader.signed(5);
  if (precision === 16 || shift < 0) throw new OutOfBits();
  return { coefficients: Array.from({ length: order }, () => reader.signed(precision)), shift };
}

/** Reads the Rice-coded residual into `samples`, starting at index `order`. */
function readResidual(reader: BitReader, samples: Float64Array, order: number): void {
  const method = reader.bits(2);
  if (method > 1) throw new OutOfBits();
  const parameterBits = method === 0 ? 4 : 5;
  const partitions = 1 << reader.bits(4);
  const partitionSize = samples.length / partitions;
  if (!Number.isInteger(partitionSize) || partitionSize < order) throw new OutOfBits();
  for (let partition = 0; partition < partitions; partition++) {
    const start = partition === 0 ? order : partition * partitionSize;
    const end = (partition + 1) * partitionSize;
    const parameter = reader.bits(parameterBits);
    const isEscape = parameter === (1 << parameterBits) - 1;
    const rawBits = isEscape ? reader.bits(5) : 0;
    for (let at = start; at < end; at++) {
      if (isEscape) samples[at] = rawBits === 0 ? 0 : reader.signed(rawBits);
      else samples[at] = reader.rice(parameter);
    }
  }
}

/** Adds the prediction from the samples before to each residual. Sums below 2^53 are exact. */
function predict(samples: Float64Array, coefficients: readonly number[], shift: number): void {
  const factor = 2 ** -shift;
  const order = coefficients.length;
  const latestFirst = Float64Array.from(coefficients);
  for (let at = order; at < samples.length; at++) {
    let sum = 0;
    for (let back = 0; back < order; back++) {
      sum += (latestFirst[back] ?? 0) * (samples[at - 1 - back] ?? 0);
    }
    samples[at] = (samples[at] ?? 0) + Math.floor(sum * factor);
  }
}
