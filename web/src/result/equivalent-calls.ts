import type { Recognition } from '../api/types.ts';

/** The command that gives the same answer in a terminal. */
export function commandLine({ model, file }: Recognition): string {
  return `npx wav2emo classify --model ${quote(model)} ${quote(file)}`;
}

/** The request that gives the same answer from the server at `origin`. */
export function apiCall({ model, file }: Recognition, origin: string): string {
  const url = `${origin}/api/v1/classify?model=${encodeURIComponent(model)}&timeline=true`;
  return `curl -F ${quote(`files=@"${file.replaceAll(/["\\]/g, '\\$&')}"`)} ${quote(url)}`;
}

/** Quotes a word for a POSIX shell. */
function quote(word: string): string {
  return /^[\w./@:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
