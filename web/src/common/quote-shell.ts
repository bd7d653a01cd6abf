/** Quotes a word for a POSIX shell if it needs quotes. */
export function quoteShell(word: string): string {
  return /^[\w./@:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A `files` field for `curl -F` with the given path, quoted for a POSIX shell. */
export function quoteFormFile(path: string): string {
  return quoteShell(`files=@"${path.replaceAll(/["\\]/g, '\\$&')}"`);
}
