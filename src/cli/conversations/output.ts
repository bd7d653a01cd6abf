import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import {
  CONVERSATION_FORMATS,
  FORMAT_NAMES,
  type FormatName,
  stemOf,
} from '../../conversation/index.js';

/** Where results go: to stdout, to one file, or to a file for each recording in a folder. */
export type Output =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string };

/** Finds out what `--output` means: a folder that exists, or a path that ends like one, is a folder. */
export async function outputOf(path: string | undefined): Promise<Output> {
  if (path === undefined || path === '-') return { kind: 'stdout' };
  const endsLikeFolder = path.endsWith('/') || path.endsWith(sep);
  const found = await stat(path).catch(() => undefined);
  return { kind: endsLikeFolder || found?.isDirectory() ? 'folder' : 'file', path };
}

/** The format that the end of a file's name stands for, e.g. `srt` for `call.srt`. */
export function formatOfPath(path: string): FormatName | undefined {
  const name = path.toLowerCase();
  return (
    FORMAT_NAMES.filter((format) => name.endsWith(`.${extensionOf(format).toLowerCase()}`))
      // `call.speakers.rttm` also ends like `call.rttm`.
      .sort((a, b) => extensionOf(b).length - extensionOf(a).length)[0]
  );
}

/** File name extension of a format, without a dot. */
export function extensionOf(format: FormatName): string {
  return CONVERSATION_FORMATS[format].extension;
}

/** Whether two paths are the same file; a result must not replace a recording. */
export function isSamePath(a: string, b: string): boolean {
  return resolve(a) === resolve(b);
}

/** Names the files of a folder after their recordings; a name is used once. */
export class FileNames {
  readonly #used = new Set<string>();

  /** The path for a recording, e.g. `folder/call.srt`, or `folder/call (2).srt` for the second one. */
  next(folder: string, recording: string, extension: string): string {
    const stem = recording === '-' ? 'stdin' : stemOf(recording);
    for (let count = 1; ; count++) {
      const name = `${count === 1 ? stem : `${stem} (${count})`}.${extension}`;
      // Some file systems do not distinguish capital letters.
      const key = name.toLowerCase();
      if (this.#used.has(key)) continue;
      this.#used.add(key);
      return join(folder, name);
    }
  }
}
