export { clock } from '../clock.js';

/** A size in megabytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

// Joiners are part of emoji and of Persian and Indic words; all other invisible characters could hide
// text, reorder it or control the terminal.
const UNSAFE = /[^\P{C}\u200C\u200D\p{Co}\p{Cn}]|[\p{Zl}\p{Zp}]/gu;

/** Makes a foreign text safe for the terminal: control characters are replaced by `?`, line breaks stay. */
export function printable(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(UNSAFE, '?'))
    .join('\n');
}

/** Makes a file's name safe for the terminal, on one line. */
export function printableName(name: string): string {
  return name.replace(UNSAFE, '?');
}
