import { fileURLToPath } from 'node:url';
import { registerNodeAudio } from '../audio/node.js';
import { openFileBlob } from '../file-blob.js';

registerNodeAudio();

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
  return await openFileBlob(file instanceof URL ? fileURLToPath(file) : file);
}
