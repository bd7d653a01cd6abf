import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, pipeline, type Readable } from 'node:stream';
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
  const stream = new PassThrough();
  let current: ReadStream | undefined;
  const options = { mtime: MTIME, compress: false, forceDosTimestamp: true };
  for (const path of kept) {
    const place = join(folder, path);
    const { size } = await stat(place).catch((error: unknown) => {
      throw FileError.from(error, place, 'read');
    });
    zip.addReadStreamLazy(`${name}/${path}`, { ...options, size }, (done) => {
      current = createReadStream(place);
      done(null, current);
    });
  }
  for (const { path, text } of made) zip.addBuffer(Buffer.from(text), `${name}/${path}`, options);
  const bytes = await new Promise<number>((resolve) => {
    // The types omit the size.
    zip.end({ forceZip64Format: false, comment: '' }, (size = 0) => {
      resolve(size);
    });
  });
  zip.on('error', (error: Error) => stream.destroy(error));
  pipeline(zip.outputStream, stream, () => {
    // A client that disconnects leaves a file half read.
    current?.destroy();
  });
  return { stream, bytes };
}
