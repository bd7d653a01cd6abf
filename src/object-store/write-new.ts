import { type FileHandle, open, rm } from 'node:fs/promises';
import { FileError } from '../errors.js';

/**
 * Writes a new file that only its owner may read. Nothing is left if that fails.
 *
 * @param place the name of the file in messages
 * @throws FileError if it cannot be written; errors of the chunks as they are
 */
export async function writeNew(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  place: string,
): Promise<void> {
  const inWords = (error: unknown): never => {
    throw FileError.from(error, place, 'write');
  };
  const file = await open(path, 'wx', 0o600).catch(inWords);
  try {
    await writeAll(file, chunks, inWords);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function writeAll(
  file: FileHandle,
  chunks: AsyncIterable<Uint8Array>,
  inWords: (error: unknown) => never,
): Promise<void> {
  try {
    for await (const chunk of chunks) await file.writeFile(chunk).catch(inWords);
    // A crash of the machine must not leave an empty file under the object's name.
    await file.sync().catch(inWords);
  } finally {
    await file.close().catch(inWords);
  }
}
