import type { RunOptions } from '../../bundles/index.js';
import { ServerError } from '../problem/index.js';
import { EngineProcess, type OnComplaint } from './engine-process.js';
import { type JobLimits, underLimits } from './job-limits.js';
import type { AnswerOptions, RecordingAnswer } from './messages.js';

/** V8's heap in the process that computes, in megabytes; samples and tensors lie outside of it. */
const HEAP_MB = 1024;

/** What an engine is made with. */
export type EngineOptions = {
  readonly runOpts: RunOptions;
  readonly limits: JobLimits;
  /** Folder for its temporary files. */
  readonly scratch: string;
  readonly onComplaint: OnComplaint;
  /** Called when the process has ended though the server goes on. */
  readonly onEnd: () => void;
  /** Called when a model that was open cannot be opened again. */
  readonly onLost: (model: string, error: unknown) => void;
};

/**
 * Computes in a process of its own and outlives it: when the process ends, another one takes its
 * place with the same models.
 */
export class Engine {
  readonly #options: EngineOptions;
  /** Folders of the models that are open, by their ids. */
  readonly #models = new Map<string, string>();
  #process: EngineProcess | undefined;
  #ready: Promise<EngineProcess> | undefined;
  #isOver = false;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Models that are open. */
  get models(): number {
    return this.#models.size;
  }

  /** Id of the process, while there is one. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Opens a model.
   *
   * @param folder a bundle
   */
  async open(model: string, folder: string): Promise<void> {
    const process = await this.#start();
    await this.#send(process, model, folder).catch(async (error: unknown) => {
      if (!process.hasEnded) throw error;
      // A recording may have ended it meanwhile; the second time it is the model.
      await this.#send(await this.#start(), model, folder);
    });
    this.#models.set(model, folder);
  }

  /** Closes a model and frees its memory. */
  async close(model: string): Promise<void> {
    this.#models.delete(model);
    await this.#process?.call({ kind: 'close', model }).catch(() => undefined);
  }

  /**
   * Answers on a recording. It settles only when the process is free again, even if the client is
   * gone by then.
   */
  async answer(
    model: string,
    path: string,
    options: AnswerOptions,
    signal: AbortSignal,
  ): Promise<RecordingAnswer> {
    const process = await this.#start();
    signal.throwIfAborted();
    const work = () => process.call({ kind: 'answer', model, path, options }, signal);
    const answer = await underLimits(process, this.#options.limits, signal, work);
    if (!answer) throw new ServerError('engine-failed', 'The process gave no answer.');
    return answer;
  }

  /** Ends the process. */
  async dispose(): Promise<void> {
    this.#isOver = true;
    const process = this.#process;
    process?.kill(new ServerError('shutting-down', 'The server was stopped.'));
    await process?.ended;
  }

  /** The process with all models open; it is started where there is none. */
  #start(): Promise<EngineProcess> {
    if (this.#isOver)
      return Promise.reject(new ServerError('shutting-down', 'The server is being stopped.'));
    this.#ready ??= this.#reopen(this.#fork());
    return this.#ready;
  }

  #fork(): EngineProcess {
    const { scratch, onComplaint, onEnd } = this.#options;
    const process = new EngineProcess(
      { heapMb: HEAP_MB, scratch, withSecrets: false },
      onComplaint,
    );
    this.#process = process;
    void process.ended.then(async () => {
      if (this.#process !== process) return;
      this.#process = undefined;
      this.#ready = undefined;
      if (this.#isOver) return;
      onEnd();
      // Whoever comes next should not wait for the models.
      if (this.#models.size > 0) await this.#start().catch(() => undefined);
    });
    return process;
  }

  /** Opens what was open before; a model that cannot be opened, or ends the process, is given up. */
  async #reopen(process: EngineProcess): Promise<EngineProcess> {
    for (const [model, folder] of this.#models) {
      try {
        await this.#send(process, model, folder);
      } catch (error) {
        this.#models.delete(model);
        this.#options.onLost(model, error);
        if (process.hasEnded) throw error;
      }
    }
    return process;
  }

  async #send(process: EngineProcess, model: string, folder: string): Promise<void> {
    await process.call({ kind: 'open', model, folder, runOpts: this.#options.runOpts });
  }
}
