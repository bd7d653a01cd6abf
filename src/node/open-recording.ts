import { constants, openAsBlob } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import '../audio/node.js';
import { FileError } from '../errors.js';

/** A recording: the path or `file:` URL of a file, or its bytes. */
export type AudioFile = string | URL | Blob;

/**
 * Opens the bytes of a recording without reading them.
 *
 * @throws FileError if the path is not a readable file; TypeError if `file` is not an {@link AudioFile}
 */
export async function openRecording(file: AudioFile): Promise<Blob> {
  if (file instanceof Blob) return file;
  // Callers without TypeScript may pass anything.
  if (!(file instanceof URL) && typeof (file as unknown) !== 'string')
    throw new TypeError(
      `Found a recording of type ${typeof file}, expected a path, a URL or a Blob.`,
    );
  return await openFile(file instanceof URL ? fileURLToPath(file) : file);
}

async function openFile(path: string): Promise<Blob> {
  try {
    if ((await stat(path)).isFile()) {
      // `openAsBlob` succeeds on unreadable files and fails later with an unhelpful error.
      await access(path, constants.R_OK);
      return await openAsBlob(path);
    }
  } catch (error) {
    throw FileError.from(error, path, 'read');
  }
  throw new FileError(
    'file-is-folder',
    `Could not read ${path}: it is not a regular file. Give the path of a recording.`,
  );
}
