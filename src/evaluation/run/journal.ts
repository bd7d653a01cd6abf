import { type JournalLine, LineJournal, stampOf } from '../../line-journal.js';
import { type Clip, clipName } from '../clips/clip.js';
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
    const line = await this.#lines.find(clipName(clip));
    return line && line.file === (await stampOf(clip.file)) ? fromLine(line) : undefined;
  }

  /** Adds an answer. That of a file that is gone in the meantime is not kept. */
  async add(clip: Clip, answer: Answer): Promise<void> {
    const file = await stampOf(clip.file);
    if (file === undefined) return;
    await this.#lines.add({ key: clipName(clip), file, ...toLine(answer) });
  }

  /** Closes it, and deletes it if the run is complete. */
  async close(isComplete: boolean): Promise<void> {
    await this.#lines.close(isComplete);
  }
}
