/**
 * The records of a zip archive by which its entries are found.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { corruptFile } from '../corrupt-file.js';
import type { BlobReader } from '../files/blob-reader.js';
import { readRange } from '../files/read-range.js';

/** An entry as the directory of an archive describes it. */
export type ZipEntry = {
  /** Path inside the archive. */
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0: stored. */
  readonly compressionMethod: number;
  /** Size in the archive, in bytes. */
  readonly compressedSize: number;
  /** Size in bytes. */
  readonly size: number;
  /** Position of the local header. */
  readonly headerStart: number;
};

/** Where the directory of an archive begins, and how many entries it claims to have. */
export type ZipEnd = { readonly directoryStart: number; readonly entries: number };

const SIGNATURES = {
  ...{ entry: 0x02014b50, local: 0x04034b50, end: 0x06054b50 },
  ...{ zip64End: 0x06064b50, zip64Locator: 0x07064b50 },
} as const;

/** Size of each record without its parts of variable length, in bytes. */
const BYTES = { entry: 46, local: 30, end: 22, zip64End: 56, zip64Locator: 20 } as const;

/** Size of the header before the name and the data of an entry, in bytes. */
export const LOCAL_HEADER_BYTES = BYTES.local;

/** The comment after the last record has at most this many bytes. */
const MAX_COMMENT_BYTES = 0xffff;

/** A number of 32 bits that says: the real one has 64 bits and stands in the extra field. */
const IN_EXTRA_FIELD = 0xffffffff;
const ZIP64_EXTRA_FIELD = 1;

/** Bits of the flags of an entry. */
const FLAGS = { encrypted: 1, utf8: 0x800 } as const;

/**
 * Finds the directory of an archive.
 *
 * @throws CheckpointError (`checkpoint-corrupt`) if there is none
 */
export async function findDirectory(reader: BlobReader, file: string): Promise<ZipEnd> {
  const length = Math.min(reader.size, BYTES.zip64Locator + BYTES.end + MAX_COMMENT_BYTES);
  const start = reader.size - length;
  const tail = await reader.read(start, length);
  for (let at = length - BYTES.end; at >= 0; at--) {
    if (tail.getUint32(at, true) !== SIGNATURES.end) continue;
    if (tail.getUint16(at + 20, true) !== length - at - BYTES.end)
      throw corruptZip(file, 'bytes follow its last record');
    const locator = at - BYTES.zip64Locator;
    const hasLocator = locator >= 0 && tail.getUint32(locator, true) === SIGNATURES.zip64Locator;
    if (hasLocator) return readZip64End(reader, bigNumber(tail, locator + 8), file);
    if (tail.getUint16(at + 4, true) !== 0) throw corruptZip(file, 'it has several volumes');
    return {
      entries: tail.getUint16(at + 10, true),
      directoryStart: tail.getUint32(at + 16, true),
    };
  }
  throw corruptZip(file, 'its last record is missing');
}

async function readZip64End(reader: BlobReader, start: number, file: string): Promise<ZipEnd> {
  const record = await reader.read(start, BYTES.zip64End);
  if (record.getUint32(0, true) !== SIGNATURES.zip64End)
    throw corruptZip(file, 'its last record is damaged');
  if (record.getUint32(16, true) !== 0) throw corruptZip(file, 'it has several volumes');
  return { entries: bigNumber(record, 32), directoryStart: bigNumber(record, 48) };
}

/**
 * Yields the entries of a directory.
 *
 * @throws CheckpointError (`checkpoint-corrupt`) if it has fewer than it claims, or one is damaged
 */
export async function* readEntries(
  reader: BlobReader,
  { directoryStart, entries }: ZipEnd,
  file: string,
): AsyncGenerator<ZipEntry, void> {
  let start = directoryStart;
  for (let count = 0; count < entries; count++) {
    const record = await reader.read(start, BYTES.entry);
    if (record.getUint32(0, true) !== SIGNATURES.entry)
      throw corruptZip(file, 'an entry of its directory is damaged');
    const nameBytes = record.getUint16(28, true);
    const extraBytes = record.getUint16(30, true);
    const commentBytes = record.getUint16(32, true);
    const fixed = fixedPartOf(record);
    const rest = await reader.read(start + BYTES.entry, nameBytes + extraBytes);
    yield {
      name: nameOf(rest, nameBytes, fixed.flags),
      isEncrypted: (fixed.flags & FLAGS.encrypted) !== 0,
      compressionMethod: fixed.compressionMethod,
      ...sizesOf(fixed, zip64FieldOf(rest, nameBytes, file), file),
    };
    start += BYTES.entry + nameBytes + extraBytes + commentBytes;
  }
}

type FixedPart = Omit<ZipEntry, 'name' | 'isEncrypted'> & { readonly flags: number };

function fixedPartOf(record: DataView): FixedPart {
  return {
    flags: record.getUint16(8, true),
    compressionMethod: record.getUint16(10, true),
    compressedSize: record.getUint32(20, true),
    size: record.getUint32(24, true),
    headerStart: record.getUint32(42, true),
  };
}

/** The numbers of 64 bits stand in the extra field in this order, those that do not fit into 32 bits alone. */
function sizesOf({ size, compressedSize, headerStart }: FixedPart, field: DataView, file: string) {
  let at = 0;
  const real = (value: number): number => {
    if (value !== IN_EXTRA_FIELD || field.byteLength === 0) return value;
    if (at + 8 > field.byteLength) throw corruptZip(file, 'a size of 64 bits is missing');
    at += 8;
    return bigNumber(field, at - 8);
  };
  return {
    size: real(size),
    compressedSize: real(compressedSize),
    headerStart: real(headerStart),
  };
}

function zip64FieldOf(rest: DataView, from: number, file: string): DataView {
  let at = from;
  while (at + 4 <= rest.byteLength) {
    const [id, length] = [rest.getUint16(at, true), rest.getUint16(at + 2, true)];
    if (at + 4 + length > rest.byteLength) throw corruptZip(file, 'an extra field is too long');
    if (id === ZIP64_EXTRA_FIELD)
      return new DataView(rest.buffer, rest.byteOffset + at + 4, length);
    at += 4 + length;
  }
  return new DataView(new ArrayBuffer(0));
}

/** Names without the flag of UTF-8 are ASCII in the files of torch; other bytes only have to differ. */
function nameOf(rest: DataView, length: number, flags: number): string {
  const bytes = new Uint8Array(rest.buffer, rest.byteOffset, length);
  return new TextDecoder((flags & FLAGS.utf8) !== 0 ? 'utf-8' : 'latin1').decode(bytes);
}

/**
 * Finds where the data of an entry begins: the local header has a name and extra fields of its own.
 *
 * @throws CheckpointError (`checkpoint-corrupt`) if there is no header
 */
export async function findData(
  blob: Blob,
  { headerStart }: ZipEntry,
  file: string,
): Promise<number> {
  const bytes = await readRange(blob, headerStart, headerStart + BYTES.local, file);
  const header = new DataView(bytes.buffer);
  if (header.getUint32(0, true) !== SIGNATURES.local)
    throw corruptZip(file, 'the header of an entry is damaged');
  const [nameBytes, extraBytes] = [header.getUint16(26, true), header.getUint16(28, true)];
  return headerStart + BYTES.local + nameBytes + extraBytes;
}

function bigNumber(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** @param reason completes "its zip archive cannot be read:" */
export function corruptZip(file: string, reason: string) {
  return corruptFile(file, `its zip archive cannot be read: ${reason}`);
}
