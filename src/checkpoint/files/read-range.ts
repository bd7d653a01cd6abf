import { CheckpointError, FileError } from '../../errors.js';

/**
 * Reads the bytes `[start, end)` of a file.
 *
 * @param file How messages call the file.
 * @throws CheckpointError (`checkpoint-corrupt`) if the range does not lie within the file.
 * @throws FileError (`file-unreadable`) if the system does not give the bytes, e.g. the file changed.
 */
export async function readRange(
  blob: Blob,
  start: number,
  end: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!(start >= 0 && start <= end && end <= blob.size)) {
    throw new CheckpointError(
      'checkpoint-corrupt',
      `${file} ends too early: bytes ${start} to ${end} were expected, it has ${blob.size}. ` +
        'Download it again.',
    );
  }
  // Node's file blobs do not settle on some empty slices.
  if (start === end) return new Uint8Array(0);
  const bytes = await bytesOf(blob.slice(start, end), file);
  if (bytes.length !== end - start) throw changed(file);
  return bytes;
}

/**
 * Reads a whole file as UTF-8 text.
 *
 * @throws CheckpointError (`checkpoint-unsafe`) if it has more than `maxBytes` bytes,
 * (`checkpoint-corrupt`) if it is not UTF-8.
 */
export async function readText(blob: Blob, file: string, maxBytes: number): Promise<string> {
  if (blob.size > maxBytes) {
    throw new CheckpointError(
      'checkpoint-unsafe',
      `${file} has ${blob.size} bytes, expected at most ${maxBytes}: it is not a file of settings.`,
    );
  }
  const bytes = await readRange(blob, 0, blob.size, file);
  return decodeUtf8(bytes, file);
}

/** Decodes UTF-8 strictly; a byte order mark is dropped. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CheckpointError(
      'checkpoint-corrupt',
      `${what} is not UTF-8 text. Download the model again.`,
      { cause: error },
    );
  }
}

async function bytesOf(slice: Blob, file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await slice.arrayBuffer());
  } catch (error) {
    throw error instanceof FileError ? error : changed(file, error);
  }
}

function changed(file: string, cause?: unknown): FileError {
  return new FileError(
    'file-unreadable',
    `Could not read ${file}: it changed or went away while it was being read. Try again.`,
    { cause },
  );
}
