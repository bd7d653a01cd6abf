import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { FileError } from '../../errors.js';
import type { AdaptedFiles } from '../../classifier/index.js';

/** The time of every file in the zip, so that the same bundle gives the same bytes. */
const MTIME = new Date(1980, 0, 1);

/** A zip file that is made while it is read, and its size. */
export type Zip = { readonly stream: Readable; readonly bytes: number };

/**
 * Packs a bundle into a zip file without reading it into memory. Nothing is compressed, because weights
 * hardly get smaller, and so its size is known beforehand.
 *
 * @param name of the folder inside the zip file
 * @throws FileError if a file of the base model is gone
 */
export async function zipBundle(
  { folder, kept, made }: AdaptedFiles & { readonly folder: string },
  name: string,
): Promise<Zip> {
  const zip = new ZipFile();
  const options = { mtime: MTIME, compress: false, forceDosTimestamp: true };
  for (const path of kept) {
    const place = join(folder, path);
    const { size } = await stat(place).catch((error: unknown) => {
      throw FileError.from(error, place, 'read');
    });
    zip.addReadStreamLazy(`${name}/${path}`, { ...options, size }, (done) => {
      done(null, createReadStream(place));
    });
  }
  for (const { path, text } of made)
    zip.addBuffer(Buffer.from(text), `${name}/${path}`, options);
  const bytes = await new Promise<number>((resolve) => {
    // The types omit the size.
    zip.end({ forceZip64Format: false, comment: '' }, (size = 0) => {
      resolve(size);
    });
  });
  const stream = zip.outputStream as Readable;
  zip.on('error', (error: Error) => stream.destroy(error));
  return { stream, bytes };
}
