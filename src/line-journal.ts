import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { errnoCode, FileError } from './errors.js';
import { writeWhole } from './write-whole.js';

/** A line of a journal: the newest line of a key counts. */
export type JournalLine = { readonly key: string };

/** Where a line stands in the file. */
type Place = { readonly start: number; readonly bytes: number };

/** How a journal is opened. */
export type JournalOptions = {
  /** What the lines depend on, see {@link workOf}. */
  readonly work: string;
  /** Whether a journal of other work is begun anew or kept, which is an error. */
  readonly otherWork: 'replace' | 'refuse';
};

const FORMAT = 'wav2emo-journal';
const VERSION = 2;
const NEWLINE = 10;

/**
 * What a run has computed so far, a line of JSON for each item, in a file beside its output. An interrupted
 * run continues where it stopped: a line is either complete or ignored. The lines stay in the file, and
 * only their places are in memory.
 */
export class LineJournal<Line extends JournalLine> {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #places: Map<string, Place>;
  #end: number;

  private constructor(path: string, file: FileHandle, { places, end }: Content) {
    this.#path = path;
    this.#file = file;
    this.#places = places;
    this.#end = end;
  }

  /**
   * Opens a journal, or makes one.
   *
   * @throws FileError if it cannot be read or written, or belongs to other work
   */
  static async open<Line extends JournalLine>(
    path: string,
    { work, otherWork }: JournalOptions,
  ): Promise<LineJournal<Line>> {
    const header = JSON.stringify({ format: FORMAT, version: VERSION, work });
    const found = await readContent(path, header);
    if (found === 'other' && otherWork === 'refuse') throw otherRun(path);
    if (typeof found === 'string') await writeWhole(path, `${header}\n`);
    const content = typeof found === 'string' ? empty(header) : found;
    try {
      const file = await open(path, 'r+');
      // What an interruption cut off.
      await file.truncate(content.end);
      return new LineJournal<Line>(path, file, content);
    } catch (error) {
      throw FileError.from(error, path, 'write');
    }
  }

  /** The number of keys. */
  get size(): number {
    return this.#places.size;
  }

  /** The newest line of a key. */
  async find(key: string): Promise<Line | undefined> {
    const place = this.#places.get(key);
    if (!place) return undefined;
    const bytes = Buffer.alloc(place.bytes);
    await this.#file.read(bytes, 0, place.bytes, place.start).catch((error: unknown) => {
      throw FileError.from(error, this.#path, 'read');
    });
    return JSON.parse(bytes.toString()) as Line;
  }

  /**
   * Adds a line. If that fails, the journal is as it was.
   *
   * @throws FileError
   */
  async add(line: Line): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    const start = this.#end;
    try {
      // A full disk takes a part of a line and reports nothing.
      for (let done = 0; done < bytes.length;)
        done += (await this.#file.write(bytes, done, bytes.length - done, start + done))
          .bytesWritten;
    } catch (error) {
      await this.#file.truncate(start).catch(() => undefined);
      throw FileError.from(error, this.#path, 'write');
    }
    this.#end += bytes.length;
    this.#places.set(line.key, { start, bytes: bytes.length });
  }

  /** Closes it, and deletes it if it is not needed any more. */
  async close(isObsolete: boolean): Promise<void> {
    if (!isObsolete) await this.#file.sync().catch(() => undefined);
    await this.#file.close();
    if (isObsolete) await rm(this.#path, { force: true });
  }
}

/** What a journal contains: the places of its lines, and the end of the last complete one. */
type Content = { readonly places: Map<string, Place>; readonly end: number };

const empty = (header: string): Content => ({
  places: new Map(),
  end: Buffer.byteLength(header) + 1,
});

async function readContent(path: string, header: string): Promise<Content | 'absent' | 'other'> {
  const places = new Map<string, Place>();
  let end = 0;
  try {
    for await (const { text, start, bytes } of readLines(path)) {
      if (start === 0 && text !== header) return 'other';
      const key = start === 0 ? undefined : keyOf(text);
      if (key !== undefined) places.set(key, { start, bytes });
      end = start + bytes;
    }
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return 'absent';
    throw FileError.from(error, path, 'read');
  }
  // A file without a line is what is left if the disk was full at the very start.
  return end === 0 ? 'absent' : { places, end };
}

/** The complete lines of a file; `bytes` counts the line break. */
async function* readLines(path: string) {
  let rest: Buffer = Buffer.alloc(0);
  let start = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE, from)) {
      const bytes = at + 1 - from;
      yield { text: rest.toString('utf8', from, at), start, bytes };
      start += bytes;
      from = at + 1;
    }
    rest = rest.subarray(from);
  }
}

function keyOf(text: string): string | undefined {
  try {
    const { key } = JSON.parse(text) as { key?: unknown };
    return typeof key === 'string' ? key : undefined;
  } catch {
    // After a power failure a block of a file may be empty.
    return undefined;
  }
}

function otherRun(path: string): FileError {
  return new FileError(
    'file-exists',
    `${path} belongs to a run with another model, other options or another version of wav2emo. Use those again to continue it, name another output, or delete this file to begin anew.`,
  );
}

/**
 * Changes with the content of a file.
 *
 * @returns `undefined` if the file cannot be looked at; whoever opens it says why
 */
export async function stampOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found && `${found.size} ${found.mtimeMs}`;
}

/** The first 64 bits of a SHA-256, in hex, of what the lines of a journal depend on. */
export const workOf = (...parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
