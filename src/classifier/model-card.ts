import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Longer front matter than any model card has. */
const MAXIMUM_CHARACTERS = 100_000;

/**
 * The licence that the front matter of a folder's `README.md` names (`license:`), as on the hub.
 *
 * @returns an SPDX-like identifier, or `undefined` where there is none
 */
export async function readLicence(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '');
  const [, frontMatter] =
    /^---\r?\n([\s\S]*?)\r?\n---/.exec(text.slice(0, MAXIMUM_CHARACTERS)) ?? [];
  if (frontMatter === undefined) return undefined;
  try {
    const { license } = (parse(frontMatter, { maxAliasCount: 0 }) ?? {}) as { license?: unknown };
    return typeof license === 'string' ? license : undefined;
  } catch {
    // A card is for people; one that is not YAML names no licence that we can read.
    return undefined;
  }
}
