import { computeArithmetic } from './arithmetic.js';
import type { HparamValue } from './hparams.js';

/** Longest text that references may be joined to, in characters. */
export const MAX_TEXT = 65_536;

/**
 * Replaces the references in a text by their values, and computes the result if it is arithmetic:
 * `<folder>/model.ckpt`, `<size> * 2`.
 *
 * @returns undefined if a value is a list or a map, or the text becomes too long
 */
export function joinReferences(
  text: string,
  resolve: (reference: string) => HparamValue,
): string | number | undefined {
  let joined = '';
  for (const part of text.split(/(<[^<>]*>)/)) {
    const piece = part.startsWith('<') && part.endsWith('>') ? asText(resolve(part)) : part;
    if (piece === undefined || joined.length + piece.length > MAX_TEXT) return undefined;
    joined += piece;
  }
  return text.includes('<') ? (computeArithmetic(joined) ?? joined) : joined;
}

// The same text as Python's `str`.
function asText(value: HparamValue): string | undefined {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? undefined : String(value);
}
