import { readFileSync } from 'node:fs';

/** What Linux calls the instructions that add products of bytes in 32 bits. */
const FLAGS = /\b(avx512_vnni|avx_vnni|amx_int8)\b/;

/**
 * Whether this processor multiplies unsigned by signed bytes without overflow in between. Where it
 * does not, or where that cannot be known, the weights of int8 graphs must have 7 bits.
 */
export function hasByteProducts(): boolean {
  return multipliesBytes(process.arch, process.platform === 'linux' ? readProcessor() : '');
}

/**
 * {@link hasByteProducts} of a machine.
 *
 * @param architecture Node's name for it
 * @param processor `/proc/cpuinfo` of Linux, or nothing
 */
export function multipliesBytes(architecture: string, processor: string): boolean {
  // The kernels for ARM add in 32 bits from the start; those for x64 only with these instructions.
  return architecture === 'arm64' || (architecture === 'x64' && FLAGS.test(processor));
}

function readProcessor(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    // Not every sandbox shows it: then nothing is known.
    return '';
  }
}
