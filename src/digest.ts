import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { FileError } from './errors.js';

/**
 * Computes the hash of a file's content, which is read as a stream.
 *
 * @param before text that is hashed before the content. Default: nothing.
 * @returns hexadecimal digits
 * @throws FileError if the file cannot be read
 */
export async function digest(
  algorithm: 'sha1' | 'sha256',
  path: string,
  before = '',
): Promise<string> {
  const hash = createHash(algorithm).update(before);
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  } catch (error) {
    throw FileError.from(error, path, 'read');
  }
  return hash.digest('hex');
}
