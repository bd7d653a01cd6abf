import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { FileError, errnoCode } from '../../errors.js';
import { writeWhole } from '../../write-whole.js';
import { type Clip, clipName } from '../clips/clip.js';
import { type Answer, type AnswerLine, fromLine, toLine } from './answer.js';

/** What the first line of a journal says; a journal of other work is begun anew. */
type Header = { readonly format: 'wav2emo-journal'; readonly version: 1; readonly work: string };

/**
 * The answers of a run in a file beside its output, so that an interrupted run continues where it stopped.
 * It is deleted when the run is complete.
 */
export class Journal {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #known: ReadonlyMap<string, AnswerLine>;

  private constructor(path: string, file: FileHandle, known: ReadonlyMap<string, AnswerLine>) {
    this.#path = path;
    this.#file = file;
    this.#known = known;
  }

  /**
   * Opens a journal and reads its answers.
   *
   * @param work what the answers depend on besides the recordings, e.g. the weights of the model
   * @throws FileError if it cannot be written
   */
  static async open(path: string, work: string): Promise<Journal> {
    const header: Header = { format: 'wav2emo-journal', version: 1, work };
    const known = await readLines(path, header);
    // Written again without a line that an interruption cut off; an interruption here loses nothing.
    const lines = [header, ...known.values()].map((each) => `${JSON.stringify(each)}\n`);
    await writeWhole(path, lines.join(''));
    try {
      return new Journal(path, await open(path, 'a'), known);
    } catch (error) {
      throw FileError.from(error, path, 'write');
    }
  }

  /** The number of answers that it had when it was opened. */
  get size(): number {
    return this.#known.size;
  }

  /** The answer for a clip whose file has not changed. */
  async find(clip: Clip): Promise<Answer | undefined> {
    const line = this.#known.get(clipName(clip));
    if (!line) return undefined;
    return line.file === (await stampOf(clip.file)) ? fromLine(line) : undefined;
  }

  /** Adds an answer. That of a file that is gone in the meantime is not kept. */
  async add(clip: Clip, answer: Answer): Promise<void> {
    const stamp = await stampOf(clip.file);
    if (stamp === undefined) return;
    const line = toLine(clipName(clip), stamp, answer);
    await this.#file.write(`${JSON.stringify(line)}\n`).catch((error: unknown) => {
      throw FileError.from(error, this.#path, 'write');
    });
  }

  /** Closes it, and deletes it if the run is complete. */
  async close(isComplete: boolean): Promise<void> {
    await this.#file.close();
    if (isComplete) await rm(this.#path, { force: true });
  }
}

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
