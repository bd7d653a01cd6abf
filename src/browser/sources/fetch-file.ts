import { FileError } from '../../errors.js';
import { unpackStream } from '../../unpack-stream.js';

/** How {@link fetchFile} reads a file. */
export type FetchedFile = {
  /** The most bytes that are read; a longer file is an error. Default: {@link MAX_TEXT_BYTES}. */
  readonly bytes?: number;
  /** Called with the number of bytes that have arrived. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
};

/** Real descriptions have a few kB; a larger file from elsewhere must not fill the memory. */
const MAX_TEXT_BYTES = 1 << 20;

/**
 * Fetches a file piece by piece; one that is packed by gzip is unpacked.
 *
 * @throws FileError `file-not-found` if the server has no such file, `file-unreadable` if the server cannot
 *   be reached, refuses, or sends more than `bytes`; the signal's reason
 */
export async function fetchFile(
  address: string,
  { bytes = MAX_TEXT_BYTES, onBytes, signal }: FetchedFile,
): Promise<Blob> {
  const response = await fetch(address, signal ? { signal } : {}).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw unreadable(
      address,
      'the server cannot be reached. Check the address and the network.',
      error,
    );
  });
  if (response.status === 404)
    throw new FileError('file-not-found', `Could not read ${address}: there is no such file.`);
  if (!response.ok) throw unreadable(address, `the server sent the status ${response.status}.`);
  try {
    return await collect(response, bytes, onBytes);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RangeError) throw unreadable(address, error.message, error);
    throw unreadable(address, 'the connection was interrupted. Try again.', error);
  }
}

async function collect(
  { body }: Response,
  limit: number,
  onBytes?: (bytes: number) => void,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = body && (await unpackStream(body)).getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) return new Blob(parts);
    const part = next.value;
    done += part.length;
    if (done > limit) {
      await reader?.cancel();
      throw new RangeError(`it has more than the expected ${limit} bytes.`);
    }
    parts.push(part);
    onBytes?.(done);
  }
}

function unreadable(address: string, reason: string, cause?: unknown): FileError {
  return new FileError('file-unreadable', `Could not read ${address}: ${reason}`, { cause });
}
