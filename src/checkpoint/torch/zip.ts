/**
 * The directory of a zip archive, as torch writes them: entries are stored, never compressed.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { corruptFile } from '../corrupt-file.js';
import { CheckpointError } from '../../errors.js';
import { BlobReader } from '../files/blob-reader.js';
import { readRange } from '../files/read-range.js';
import {
  corruptZip,
  findData,
  findDirectory,
  LOCAL_HEADER_BYTES,
  readEntries,
  type ZipEntry,
} from './zip-directory.js';

/** Most entries: there is one for each tensor, and the largest published speech models have under 2,000. */
const MAX_ZIP_ENTRIES = 100_000;

/** Longest name of an entry, in bytes. */
const MAX_ZIP_NAME = 1024;

/** A stored (not compressed) file inside an archive. */
export type StoredEntry = {
  /** Path inside the archive. */
  readonly name: string;
  /** Size in bytes. */
  readonly size: number;
  /** Reads the bytes `[start, end)` of the entry. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
};

type Region = { readonly name: string; readonly start: number; end: number };

/**
 * Reads the directory of a zip archive of stored entries, by name.
 *
 * @throws CheckpointError (`checkpoint-unsafe`) for compressed or encrypted entries (this is how zip
 * bombs are made), overlapping entries and absurd numbers; (`checkpoint-corrupt`) for damaged ones.
 */
export async function openZip(blob: Blob, file: string): Promise<ReadonlyMap<string, StoredEntry>> {
  const reader = new BlobReader(blob, file);
  const entries = await readDirectory(reader, file);
  const regions = layOut(entries, blob.size, file);
  return new Map(
    entries.map((entry, index) => [
      entry.name,
      storedEntry(blob, entry, regions[index] ?? noRegion, file),
    ]),
  );
}

const noRegion: Region = { name: '', start: 0, end: 0 };

async function readDirectory(reader: BlobReader, file: string): Promise<ZipEntry[]> {
  const directory = await findDirectory(reader, file);
  if (directory.entries > MAX_ZIP_ENTRIES) {
    throw unsafe(file, `${directory.entries} entries, expected at most ${MAX_ZIP_ENTRIES}`);
  }
  const entries = new Map<string, ZipEntry>();
  for await (const entry of readEntries(reader, directory, file)) {
    checkEntry(entry, file);
    if (entries.has(entry.name)) throw unsafe(file, `two entries named ${entry.name}`);
    entries.set(entry.name, entry);
  }
  return [...entries.values()];
}

function checkEntry(entry: ZipEntry, file: string): void {
  const name = JSON.stringify(entry.name.slice(0, 100));
  if (entry.name.length > MAX_ZIP_NAME)
    throw unsafe(file, `an entry name of over ${MAX_ZIP_NAME} bytes`);
  if (entry.isEncrypted) throw unsafe(file, `the encrypted entry ${name}`);
  if (entry.compressionMethod !== 0) {
    throw unsafe(file, `the compressed entry ${name}, which torch never writes`);
  }
  if (entry.compressedSize !== entry.size) {
    throw corruptFile(file, `the entry ${name} has two sizes`);
  }
  if (/^[a-zA-Z]:|^\/|\\|(^|\/)\.\.(\/|$)/.test(entry.name))
    throw corruptZip(file, `${name} is not a relative path inside it`);
}

/** The region of each entry, in the order given: it ends where the next entry in the file begins. */
function layOut(entries: readonly ZipEntry[], fileSize: number, file: string): readonly Region[] {
  const regions: Region[] = entries.map(({ name, headerStart, compressedSize }) => ({
    name,
    start: headerStart,
    end: headerStart + LOCAL_HEADER_BYTES + compressedSize,
  }));
  const inOrder = [...regions].sort((a, b) => a.start - b.start);
  inOrder.forEach((region, index) => {
    const limit = inOrder[index + 1]?.start ?? fileSize;
    if (region.end > limit) throw overlap(file, region.name);
    region.end = limit;
  });
  return regions;
}

function storedEntry(blob: Blob, entry: ZipEntry, region: Region, file: string): StoredEntry {
  const { name, size } = entry;
  let dataStart: Promise<number> | undefined;
  return {
    name,
    size,
    read: async (start, end) => {
      if (start < 0 || end > size) throw corruptFile(file, `${name} is too short`);
      dataStart ??= findEntryData(blob, entry, region, file);
      const offset = await dataStart;
      return readRange(blob, offset + start, offset + end, file);
    },
  };
}

async function findEntryData(
  blob: Blob,
  entry: ZipEntry,
  region: Region,
  file: string,
): Promise<number> {
  const start = await findData(blob, entry, file);
  if (start + entry.size > region.end) throw overlap(file, region.name);
  return start;
}

function overlap(file: string, name: string): CheckpointError {
  return unsafe(file, `the entry ${name}, which overlaps another one or the end of the file`);
}

function unsafe(file: string, found: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsafe',
    `${file} contains ${found}. Files written by torch.save do not; it is not opened. ` +
      'Take the checkpoint from a source you trust.',
  );
}
