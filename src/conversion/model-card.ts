import { copyFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { FileError } from '../errors.js';

/** Name of a model card, as on the hub. */
const CARD_FILE = 'README.md';

/** Real model cards have some kB; a larger file is not read. */
const MAX_CARD_BYTES = 1 << 20;

/** Longer than the front matter of any model card. */
const MAX_FRONT_MATTER_CHARACTERS = 100_000;

/**
 * Reads the licence that the front matter of a folder's `README.md` states (`license:`), as on the hub.
 *
 * @returns an SPDX-like identifier, or `undefined` if none is stated
 */
export async function readLicence(folder: string): Promise<string | undefined> {
  const card = await findCard(folder);
  const text = card === undefined ? '' : await readFile(card, 'utf8').catch(() => '');
  const [, frontMatter] =
    /^---\r?\n([\s\S]*?)\r?\n---/.exec(text.slice(0, MAX_FRONT_MATTER_CHARACTERS)) ?? [];
  if (frontMatter === undefined) return undefined;
  try {
    const { license } = (parse(frontMatter, { maxAliasCount: 0 }) ?? {}) as { license?: unknown };
    return typeof license === 'string' ? license : undefined;
  } catch {
    // Front matter that is not YAML states no licence that can be read; the model is usable without.
    return undefined;
  }
}

/** Copies the model card of a checkpoint, with its credits and limits of use, if there is one. */
export async function copyCard(from: string, to: string): Promise<void> {
  const card = await findCard(from);
  if (card === undefined) return;
  await copyFile(card, join(to, CARD_FILE)).catch((error: unknown) => {
    throw FileError.from(error, to, 'write');
  });
}

async function findCard(folder: string): Promise<string | undefined> {
  const card = join(folder, CARD_FILE);
  const found = await stat(card).catch(() => undefined);
  return found?.isFile() && found.size <= MAX_CARD_BYTES ? card : undefined;
}
