import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { inWords } from './private-folder.js';

/**
 * Writes a stream to an open file and closes the file.
 *
 * A handle is used instead of a write stream: every error of the file system becomes a rejection
 * of this promise. A write stream also emits it, and without a listener that ends the process.
 *
 * @param onBytes is called with the size of each chunk before it is written; what it throws ends
 * the writing
 * @throws FileError; errors of the stream; the signal's reason
 */
export async function writeStream(
  stream: Readable,
  file: FileHandle,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    // After an error the stream stays alive, because its connection still carries the response.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      signal.throwIfAborted();
      const bytes = chunk as Buffer;
      onBytes(bytes.length);
      await file.writeFile(bytes).catch(inWords);
    }
  } finally {
    await file.close().catch(inWords);
  }
}
