import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * The folder for fetched models, converted graphs and checksums: `WAV2EMO_CACHE`, else
 * `$HF_HOME/wav2emo`, else `$XDG_CACHE_HOME/wav2emo`, else the system's place for caches, which is
 * `~/.cache/wav2emo` on Linux, `~/Library/Caches/wav2emo` on macOS and
 * `%LOCALAPPDATA%\wav2emo\Cache` on Windows.
 */
export function cacheFolderOf(env: Readonly<Record<string, string | undefined>>): string {
  const own = pathFrom(env['WAV2EMO_CACHE']);
  if (own !== undefined) return own;
  const shared = pathFrom(env['HF_HOME']) ?? pathFrom(env['XDG_CACHE_HOME']);
  return shared === undefined ? envPaths('wav2emo', { suffix: '' }).cache : join(shared, 'wav2emo');
}

/** The folder of converted graphs inside a cache folder. */
export function graphsFolder(cacheFolder: string): string {
  return join(cacheFolder, 'graphs');
}

/** The absolute path in an environment variable, with `~/` resolved; `undefined` if it is empty. */
export function pathFrom(value: string | undefined): string | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  return resolve(text.startsWith('~/') ? join(homedir(), text.slice(2)) : text);
}
