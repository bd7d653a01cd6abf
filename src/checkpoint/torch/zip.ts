/**
 * The directory of a zip archive, as torch writes them: entries are stored, never compressed.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { type Entry, type ZipFile, fromRandomAccessReaderPromise } from 'yauzl';
import { corruptFile } from '../corrupt-file.js';
import { CheckpointError, FileError } from '../../errors.js';
import { BlobReader } from '../files/blob-reader.js';
import { readRange } from '../files/read-range.js';

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
  const zip = await openArchive(blob, file);
  const entries = await readDirectory(zip, file);
  const regions = layOut(entries, zip.fileSize, file);
  return new Map(
    entries.map((entry, index) => [
      entry.fileName,
      storedEntry(zip, blob, entry, regions[index] ?? noRegion, file),
    ]),
  );
}

const noRegion: Region = { name: '', start: 0, end: 0 };

async function openArchive(blob: Blob, file: string): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, strictFileNames: true };
  try {
    return await fromRandomAccessReaderPromise(new BlobReader(blob, file), blob.size, options);
  } catch (error) {
    throw asCheckpointError(file, error);
  }
}

async function readDirectory(zip: ZipFile, file: string): Promise<Entry[]> {
  if (zip.entryCount > MAX_ZIP_ENTRIES) {
    throw unsafe(file, `${zip.entryCount} entries, expected at most ${MAX_ZIP_ENTRIES}`);
  }
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry, file);
      if (entries.has(entry.fileName)) throw unsafe(file, `two entries named ${entry.fileName}`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw asCheckpointError(file, error);
  }
  return [...entries.values()];
}

function checkEntry(entry: Entry, file: string): void {
  const name = JSON.stringify(entry.fileName.slice(0, 100));
  if (entry.fileNameLength > MAX_ZIP_NAME)
    throw unsafe(file, `an entry name of over ${MAX_ZIP_NAME} bytes`);
  if (entry.isEncrypted()) throw unsafe(file, `the encrypted entry ${name}`);
  if (entry.compressionMethod !== 0) {
    throw unsafe(file, `the compressed entry ${name}, which torch never writes`);
  }
  if (entry.compressedSize !== entry.uncompressedSize) {
    throw corruptFile(file, `the entry ${name} has two sizes`);
  }
}

const LOCAL_HEADER_BYTES = 30;

/** The region of each entry, in the order given: it ends where the next entry in the file begins. */
function layOut(entries: readonly Entry[], fileSize: number, file: string): readonly Region[] {
  const regions: Region[] = entries.map((entry) => ({
    name: entry.fileName,
    start: entry.relativeOffsetOfLocalHeader,
    end: entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize,
  }));
  const inOrder = [...regions].sort((a, b) => a.start - b.start);
  inOrder.forEach((region, index) => {
    const limit = inOrder[index + 1]?.start ?? fileSize;
    if (region.end > limit) throw overlap(file, region.name);
    region.end = limit;
  });
  return regions;
}

function storedEntry(
  zip: ZipFile,
  blob: Blob,
  entry: Entry,
  region: Region,
  file: string,
): StoredEntry {
  const size = entry.uncompressedSize;
  let dataStart: Promise<number> | undefined;
  return {
    name: entry.fileName,
    size,
    read: async (start, end) => {
      if (start < 0 || end > size) throw corruptFile(file, `${entry.fileName} is too short`);
      dataStart ??= findData(zip, entry, region, file);
      const offset = await dataStart;
      return readRange(blob, offset + start, offset + end, file);
    },
  };
}

async function findData(zip: ZipFile, entry: Entry, region: Region, file: string): Promise<number> {
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    if (fileDataStart + entry.compressedSize > region.end) throw overlap(file, region.name);
    return fileDataStart;
  } catch (error) {
    throw asCheckpointError(file, error);
  }
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

function asCheckpointError(file: string, error: unknown): CheckpointError | FileError {
  if (error instanceof CheckpointError || error instanceof FileError) return error;
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
  return corruptFile(file, `its zip archive cannot be read: ${reason}`, error);
}
