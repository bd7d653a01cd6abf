import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of files for a test; `await using` deletes it. */
export type CorpusTree = AsyncDisposable & { readonly root: string };

/** Writes a tree of files: texts, bytes, or `null` for an empty recording. */
export async function corpusTree(
  files: Readonly<Record<string, string | Uint8Array | null>>,
): Promise<CorpusTree> {
  const root = await mkdtemp(join(tmpdir(), 'wav2emo-corpus-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content ?? '');
  }
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}
