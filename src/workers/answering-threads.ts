import { type Answer, type AnswerOptions } from '../inference/index.js';
import type { AudioFile } from '../bundles/index.js';
import type { Answering } from './answering.js';
import { AnsweringThread } from './answering-thread.js';
import type { ThreadData } from './messages.js';

/** Recordings that are begun for each thread, so that a long one does not keep the others waiting. */
const BEGUN_FOR_EACH = 4;

/**
 * Answers on several recordings at once, each in a thread of its own that decodes and computes. The
 * answers are bit for bit those of one thread.
 */
export class AnsweringThreads implements Answering {
  readonly ahead: number;
  readonly #data: ThreadData;
  readonly #idle: AnsweringThread[];
  readonly #waiting: ((thread: AnsweringThread) => void)[] = [];

  private constructor(data: ThreadData, threads: readonly AnsweringThread[]) {
    this.#data = data;
    this.#idle = [...threads];
    this.ahead = BEGUN_FOR_EACH * threads.length;
  }

  /**
   * Starts threads, each with the model in its memory.
   *
   * @throws as `openBundle`
   */
  static async open(count: number, data: ThreadData): Promise<AnsweringThreads> {
    const starts = Array.from({ length: count }, () => AnsweringThread.open(data));
    try {
      return new AnsweringThreads(data, await Promise.all(starts));
    } catch (error) {
      const started = await Promise.allSettled(starts);
      await Promise.all(
        started.map(async (each) => {
          if ('value' in each) await each.value.end();
        }),
      );
      throw error;
    }
  }

  async answerFile(file: AudioFile, options: AnswerOptions): Promise<Answer> {
    let thread = await this.#take();
    try {
      options.signal?.throwIfAborted();
      // A recording may have ended it.
      if (thread.hasEnded) thread = await AnsweringThread.open(this.#data);
      return await thread.answer(file, options);
    } finally {
      this.#give(thread);
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#idle.map((thread) => thread.end()));
  }

  async #take(): Promise<AnsweringThread> {
    return this.#idle.pop() ?? (await new Promise((resolve) => this.#waiting.push(resolve)));
  }

  #give(thread: AnsweringThread): void {
    const next = this.#waiting.shift();
    if (next) next(thread);
    else this.#idle.push(thread);
  }
}
