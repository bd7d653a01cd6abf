<<<<<<< HEAD
import { type JournalLine, LineJournal, stampOf } from '../../line-journal.js';
import { type Clip, clipName } from '../manifest/clip.js';
=======
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { FileError, errnoCode } from '../../errors.js';
import { writeWhole } from '../../write-whole.js';
import { type Clip, clipName } from '../clips/clip.js';
>>>>>>> h-adaptpage
import { type Answer, type AnswerLine, fromLine, toLine } from './answer.js';

/** `file` is the size and time of the clip's file. */
type ClipLine = JournalLine & AnswerLine & { readonly file: string };

/**
 * The answers of a run in a file beside its output, so that an interrupted run continues where it stopped.
 * It is deleted when the run is complete.
 */
export class Journal {
  readonly #lines: LineJournal<ClipLine>;

  private constructor(lines: LineJournal<ClipLine>) {
    this.#lines = lines;
  }

  /**
   * Opens a journal; one of other work is begun anew.
   *
   * @param work what the answers depend on besides the recordings, e.g. the weights of the model
   * @throws FileError if it cannot be written
   */
  static async open(path: string, work: string): Promise<Journal> {
    return new Journal(await LineJournal.open<ClipLine>(path, { work, otherWork: 'replace' }));
  }

  /** The number of answers. */
  get size(): number {
    return this.#lines.size;
  }

  /** The answer for a clip whose file has not changed. */
  async find(clip: Clip): Promise<Answer | undefined> {
<<<<<<< HEAD
    const line = await this.#lines.find(clipName(clip));
    return line?.file === (await stampOf(clip.file)) ? fromLine(line) : undefined;
=======
    const line = this.#known.get(clipName(clip));
    if (!line) return undefined;
    return line.file === (await stampOf(clip.file)) ? fromLine(line) : undefined;
>>>>>>> h-adaptpage
  }

  /** Adds an answer. That of a file that is gone in the meantime is not kept. */
  async add(clip: Clip, answer: Answer): Promise<void> {
<<<<<<< HEAD
    const file = await stampOf(clip.file);
    await this.#lines.add({ key: clipName(clip), file, ...toLine(answer) });
=======
    const stamp = await stampOf(clip.file);
    if (stamp === undefined) return;
    const line = toLine(clipName(clip), stamp, answer);
    await this.#file.write(`${JSON.stringify(line)}\n`).catch((error: unknown) => {
      throw FileError.from(error, this.#path, 'write');
    });
>>>>>>> h-adaptpage
  }

  /** Closes it, and deletes it if the run is complete. */
  async close(isComplete: boolean): Promise<void> {
    await this.#lines.close(isComplete);
  }
}
<<<<<<< HEAD
=======

async function readLines(path: string, header: Header): Promise<Map<string, AnswerLine>> {
  const lines = new Map<string, AnswerLine>();
  let isFirst = true;
  try {
    for await (const text of createInterface({ input: createReadStream(path) })) {
      if (isFirst && text !== JSON.stringify(header)) return lines;
      const line = isFirst ? undefined : parseLine(text);
      if (line) lines.set(line.clip, line);
      isFirst = false;
    }
  } catch (error) {
    if (errnoCode(error) !== 'ENOENT') throw FileError.from(error, path, 'read');
  }
  return lines;
}

function parseLine(text: string): AnswerLine | undefined {
  try {
    return JSON.parse(text) as AnswerLine;
  } catch {
    // The last line of an interrupted run.
    return undefined;
  }
}

/**
 * Changes with the content of a file.
 *
 * @returns `undefined` if the file cannot be looked at; whoever opens it says why
 */
async function stampOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found && `${found.size} ${found.mtimeMs}`;
}

/** The first 64 bits of a SHA-256, in hex, of what the answers of a run depend on. */
export const workOf = (...parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
>>>>>>> h-adaptpage
