import { hasText } from './sniff-audio.js';

/** Signatures of files that hold no audio. */
const SIGNATURES: readonly (readonly [text: string, name: string])[] = [
  ['PK\x03\x04', 'a ZIP archive (or an Office document)'],
  ['%PDF', 'a PDF document'],
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['BM', 'a BMP image'],
  ['\x1f\x8b', 'a gzip archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['Rar!', 'a RAR archive'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a program'],
  ['SQLite', 'an SQLite database'],
  ['MThd', 'a MIDI file (notes without audio)'],
  ['version https://git-lfs', 'a Git LFS pointer: the recording itself was not fetched'],
];

/** Describes a file that is not a recording by its first bytes, for an error message. */
export function describeBytes(head: Uint8Array): string {
  const known = SIGNATURES.find(([text]) => hasText(head, 0, text));
  if (known) return known[1];
  const text = asText(head);
  if (text === undefined) return `bytes of no known format, beginning with ${hex(head)}`;
  if (/^\s*<(!doctype html|html)/i.test(text)) return 'an HTML page';
  if (/^\s*<(\?xml|[a-z])/i.test(text)) return 'XML';
  if (/^\s*[[{]/.test(text)) return 'JSON';
  return `text, beginning with ${JSON.stringify(text.trim().slice(0, 24))}`;
}

/** Whether the first bytes of a file are readable text. */
export function isText(head: Uint8Array): boolean {
  return asText(head) !== undefined;
}

/** Returns the bytes as text if they are readable UTF-8; the last character may be incomplete. */
function asText(head: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // The only control characters of text are white space and ESC.
    // eslint-disable-next-line no-control-regex
    return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
