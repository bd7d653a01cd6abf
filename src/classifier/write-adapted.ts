import { createHash } from 'node:crypto';
import { copyFile, link, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle, writeFolder } from '../bundles/index.js';
import { FileError } from '../errors.js';
import { VERSION } from '../version.js';
import { type AdaptedFacts, type AdaptedFiles, formatAdapted, headsText } from './adapted-files.js';

/** The bundle of an adapted model: the base model's graph, new heads, figures and a card. */
export function adaptedFiles({ manifest }: Bundle, facts: AdaptedFacts): AdaptedFiles {
  const sha256 = createHash('sha256').update(headsText(facts)).digest('hex');
  return formatAdapted(manifest, facts, { version: VERSION, sha256 });
}

/**
 * Writes the bundle of an adapted model.
 *
 * @throws FileError
 */
export async function writeAdapted(
  base: Bundle,
  target: string,
  facts: AdaptedFacts,
): Promise<void> {
  const { kept, made } = adaptedFiles(base, facts);
  await writeFolder(target, async (temporary) => {
    for (const path of kept) await place(join(base.folder, path), join(temporary, path));
    for (const { path, text } of made) await write(join(temporary, path), text);
  });
}

/** Another file system has no links to this one; the file is then copied. */
async function place(from: string, to: string): Promise<void> {
  try {
    await link(from, to).catch(() => copyFile(from, to));
  } catch (error) {
    throw FileError.from(error, to, 'write');
  }
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw FileError.from(error, path, 'write');
  });
}
