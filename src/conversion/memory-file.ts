import type { ChecksummedFile } from '../bundles/web.js';
import type { ByteSink } from '../onnx/index.js';
import { newChecksum } from './checksum.js';

/** A file of a bundle in memory. */
export type MemoryFile = ChecksummedFile & { readonly content: Blob };

/** Bytes that are collected before they become a part of the blob, which a browser may keep on disk. */
const PART_BYTES = 4 * 2 ** 20;

/** Writes a file into a blob. */
export class MemorySink implements ByteSink {
  readonly #checksum = newChecksum();
  readonly #parts: Blob[] = [];
  #pending: Uint8Array<ArrayBuffer>[] = [];
  #pendingBytes = 0;

  append(bytes: Uint8Array): Promise<void> {
    this.#checksum.add(bytes);
    // A copy, because the caller may change the bytes afterwards.
    this.#pending.push(new Uint8Array(bytes));
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= PART_BYTES) this.#addPart();
    return Promise.resolve();
  }

  /** The file that was written. */
  finish(path: string): MemoryFile {
    this.#addPart();
    const content = new Blob(this.#parts);
    return { path, bytes: content.size, sha256: this.#checksum.hex(), content };
  }

  #addPart(): void {
    this.#parts.push(new Blob(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}

/** A file with these bytes. */
export async function memoryFile(path: string, bytes: Uint8Array): Promise<MemoryFile> {
  const sink = new MemorySink();
  await sink.append(bytes);
  return sink.finish(path);
}
