import { copyFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { FileError } from '../errors.js';

/** Name of a model card, as on the hub. */
const CARD_FILE = 'README.md';

/** A larger one is no card. */
const MAXIMUM_BYTES = 1 << 20;

/** Longer front matter than any model card has. */
const MAXIMUM_CHARACTERS = 100_000;

/**
 * The licence that the front matter of a folder's `README.md` names (`license:`), as on the hub.
 *
 * @returns an SPDX-like identifier, or `undefined` where there is none
 */
export async function readLicence(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, CARD_FILE), 'utf8').catch(() => '');
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

/** Copies the model card of a checkpoint, with its credits and limits of use, where it has one. */
export async function copyCard(from: string, to: string): Promise<void> {
  const card = join(from, CARD_FILE);
  const found = await stat(card).catch(() => undefined);
  if (!found?.isFile() || found.size > MAXIMUM_BYTES) return;
  await copyFile(card, join(to, CARD_FILE)).catch((error: unknown) => {
    throw FileError.from(error, to, 'write');
  });
}
