import { FileError } from './errors.js';
import { unpackStream } from './unpack-stream.js';

/**
 * The bytes at an address; a file that is packed by gzip is unpacked.
 *
 * @throws FileError `file-not-found` if the server has no such file, `file-unreadable` if the server
 *   cannot be reached or refuses
 */
export async function fetchBytes(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await fetchIfThere(address);
  if (bytes) return bytes;
  throw new FileError('file-not-found', `Could not read ${address}: there is no such file.`);
}

/**
 * The bytes at an address, or nothing if the server has no such file.
 *
 * @throws FileError `file-unreadable`
 */
export async function fetchIfThere(address: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const unreadable = (reason: string, cause?: unknown) =>
    new FileError('file-unreadable', `Could not read ${address}: ${reason}`, { cause });
  const response = await fetch(address).catch((error: unknown) => {
    throw unreadable('the server cannot be reached. Check the address and the network.', error);
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw unreadable(`the server sent the status ${response.status}.`);
  const bytes = await bytesOf(response).catch((error: unknown) => {
    throw unreadable('the connection was interrupted. Try again.', error);
  });
  return new Uint8Array(bytes);
}

async function bytesOf({ body }: Response): Promise<ArrayBuffer> {
  return await new Response(body && (await unpackStream(body))).arrayBuffer();
}
