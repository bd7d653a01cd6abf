import { renderUnicodeCompact } from 'uqr';

/** Bright white on black, so that the code has the right colours on every terminal. */
const COLOURS = '\u001B[40;97m';
const RESET = '\u001B[0m';

/**
 * Returns what `serve` shows to a person about its address for other machines: the address, its QR
 * code, and advice if browsers refuse the microphone there.
 */
export function lanNotice(address: string): string {
  const code = renderUnicodeCompact(address, { ecc: 'L', border: 2 })
    .split('\n')
    .map((line) => `${COLOURS}${line}${RESET}`)
    .join('\n');
  const advice = address.startsWith('https:')
    ? ''
    : 'Browsers of other machines refuse the microphone without https; add --https to record there.\n';
  return `For phones and other machines: ${address}\n${code}\n${advice}`;
}
