import { EventEmitter } from 'node:events';
import type { Adaptation } from '../../adaptation/index.js';
import type { Bundle } from '../../bundles/index.js';

/** The stages of an adaptation: the embeddings of the clips are computed, then heads are fitted to them. */
export type AdaptationState = 'queued' | 'embedding' | 'fitting' | 'finished' | 'failed';

/** How far an adaptation is: clips while they are computed, then folds of the cross-validation. */
export type AdaptationProgress = {
  readonly state: AdaptationState;
  readonly done: number;
  readonly total: number;
};

/** What came of an adaptation. */
export type AdaptationResult = {
  readonly adaptation: Adaptation;
  /** The model that it started from. */
  readonly base: Bundle;
  readonly clips: number;
  readonly speakers: number;
};

/** A clip that could not be computed, and its place among the files. */
export type ClipFailure = {
  readonly place: number;
  readonly file: string;
  readonly error: unknown;
};

/** An adaptation that the server computes or has computed. */
export class AdaptationJob {
  readonly id: string;
  /** Id of the model that is adapted. */
  readonly model: string;
  /** Aborted if a client deletes the adaptation. */
  readonly cancel = new AbortController();
  readonly #changes = new EventEmitter<{ change: [] }>().setMaxListeners(0);
  readonly #failures: ClipFailure[] = [];
  #progress: AdaptationProgress;
  #result: AdaptationResult | undefined;
  #error: unknown;
  /** When it was finished, in milliseconds since 1970. */
  endedAt: number | undefined;

  constructor(id: string, model: string, clips: number) {
    this.id = id;
    this.model = model;
    this.#progress = { state: 'queued', done: 0, total: clips };
  }

  get progress(): AdaptationProgress {
    return this.#progress;
  }

  /** The clips that could not be computed; the others are used without them. */
  get failures(): readonly ClipFailure[] {
    return this.#failures;
  }

  /** Absent until the adaptation is finished. */
  get result(): AdaptationResult | undefined {
    return this.#result;
  }

  /** Why it failed. */
  get error(): unknown {
    return this.#error;
  }

  /** Calls the listener after every change; the returned function removes it. */
  subscribe(listener: () => void): () => void {
    this.#changes.on('change', listener);
    return () => this.#changes.off('change', listener);
  }

  report(progress: AdaptationProgress): void {
    this.#progress = progress;
    this.#changes.emit('change');
  }

  addFailure(failure: ClipFailure): void {
    this.#failures.push(failure);
  }

  finish(result: AdaptationResult): void {
    this.#result = result;
    this.#end('finished');
  }

  fail(error: unknown): void {
    this.#error = error;
    this.#end('failed');
  }

  #end(state: 'finished' | 'failed'): void {
    this.endedAt = Date.now();
    this.report({ ...this.#progress, state });
  }
}
