import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ChecksummedFile } from '../bundles/web.js';
import { FileError } from '../errors.js';

/** Bytes of a file that are in memory at once: the browser's own function needs the whole file. */
const CHUNK_BYTES = 8 * 2 ** 20;

/** A SHA-256 that grows with its bytes. */
export type Checksum = { readonly add: (bytes: Uint8Array) => void; readonly hex: () => string };

/** Begins a checksum. */
export function newChecksum(): Checksum {
  const hash = sha256.create();
  return {
    add: (bytes) => {
      hash.update(bytes);
    },
    hex: () => bytesToHex(hash.digest()),
  };
}

/** The SHA-256 of a text. */
export function checksumText(text: string): string {
  return bytesToHex(sha256(new TextEncoder().encode(text)));
}

/**
 * Computes the checksum of a file, which is read in parts.
 *
 * @throws FileError if the file changed or went away
 */
export async function checksumFile(path: string, file: Blob): Promise<ChecksummedFile> {
  const checksum = newChecksum();
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    const part = file.slice(at, at + CHUNK_BYTES);
    const bytes = await part.arrayBuffer().catch((error: unknown) => {
      throw new FileError(
        'file-unreadable',
        `Could not read ${path}: it changed. Choose it again.`,
        {
          cause: error,
        },
      );
    });
    checksum.add(new Uint8Array(bytes));
  }
  return { path, bytes: file.size, sha256: checksum.hex() };
}
