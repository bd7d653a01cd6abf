import { zip } from 'fflate';

/** The time of every file in the zip, so that the same files give the same bytes. */
const MTIME = new Date(1980, 0, 1);

/**
 * Packs files into a zip file without compressing them, because weights hardly get smaller.
 *
 * @param folder name of the folder inside the zip file
 */
export async function zipFiles(folder: string, files: ReadonlyMap<string, Blob>): Promise<Blob> {
  const packed: Record<string, Uint8Array> = {};
  for (const [path, file] of files)
    packed[`${folder}/${path}`] = new Uint8Array(await file.arrayBuffer());
  const bytes = await new Promise<Uint8Array>((resolve, reject) => {
    zip(packed, { level: 0, mtime: MTIME }, (error, zipped) => {
      if (error) reject(error);
      else resolve(zipped);
    });
  });
  return new Blob([new Uint8Array(bytes)], { type: 'application/zip' });
}
