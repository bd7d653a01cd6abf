// Cc: control characters, line breaks and tabs among them; Zl and Zp: Unicode's line separators.
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
// XML has no way to write these: https://www.w3.org/TR/xml/#charsets
const UNWRITABLE = /[\uFFFE\uFFFF]|\p{Cs}/gu;

/** Makes a name from a file safe for a format of lines: one line, without control characters. */
export function oneLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(UNWRITABLE, '\uFFFD').trim();
}
