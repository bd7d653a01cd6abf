import { copyFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../errors.js';
import { CARD_FILE, licenceOf, MAX_CARD_BYTES } from './card-licence.js';

/**
 * Reads the licence that the front matter of a folder's `README.md` states (`license:`), as on the hub.
 *
 * @returns an SPDX-like identifier, or `undefined` if none is stated
 */
export async function readLicence(folder: string): Promise<string | undefined> {
  const card = await findCard(folder);
  const text = card === undefined ? '' : await readFile(card, 'utf8').catch(() => '');
  return licenceOf(text);
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
