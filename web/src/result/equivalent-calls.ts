import type { Recognition } from '../api/types.ts';
import { quoteFormFile, quoteShell } from '../common/quote-shell.ts';

/** The command that gives the same result in a terminal. */
export function commandLine({ model, file }: Recognition): string {
  return `npx wav2emo classify --model ${quoteShell(model)} ${quoteShell(file)}`;
}

/** The request that gives the same result from the server at `origin`. */
export function apiCall({ model, file }: Recognition, origin: string, needsToken = false): string {
  const url = `${origin}/api/v1/classify?model=${encodeURIComponent(model)}&timeline=true`;
  const token = needsToken ? '-H "Authorization: Bearer $WAV2EMO_TOKEN" ' : '';
  return `curl --fail-with-body ${token}-F ${quoteFormFile(file)} ${quoteShell(url)}`;
}
