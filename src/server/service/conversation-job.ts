import { EventEmitter } from 'node:events';
import type { Conversation, EmotionSegment, WaveformPeaks } from '../../conversation/index.js';
import type { ConversationProgress } from '../../workers/index.js';

/** The stages of a conversation. */
export type ConversationState = 'queued' | 'running' | 'finished' | 'failed';

/** A conversation that the server analyses or has analysed. */
export class ConversationJob {
  readonly id: string;
  /** File name as the client sent it. */
  readonly file: string;
  readonly model: string;
  /** Aborted if a client deletes the conversation. */
  readonly cancel = new AbortController();
  readonly #changes = new EventEmitter<{ change: [] }>().setMaxListeners(0);
  #state: ConversationState = 'queued';
  #seconds = 0;
  #segments: EmotionSegment[] = [];
  #result: { readonly conversation: Conversation; readonly peaks: WaveformPeaks } | undefined;
  #error: unknown;
  /** When it was finished, in milliseconds since 1970. */
  endedAt: number | undefined;

  constructor(id: string, file: string, model: string) {
    this.id = id;
    this.file = file;
    this.model = model;
  }

  get state(): ConversationState {
    return this.#state;
  }

  /** Seconds of the recording that are computed. */
  get seconds(): number {
    return this.#seconds;
  }

  /** What is known so far; provisional until the conversation is finished. */
  get segments(): readonly EmotionSegment[] {
    return this.#segments;
  }

  /** Absent until the conversation is finished. */
  get result() {
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

  /** Begins, or begins anew in another process. */
  begin(): void {
    this.#seconds = 0;
    this.#segments = [];
    this.#state = 'running';
    this.#changes.emit('change');
  }

  add(event: ConversationProgress): void {
    if (event.kind === 'progress') this.#seconds = event.seconds;
    else this.#segments = [...this.#segments, ...event.segments];
    this.#changes.emit('change');
  }

  finish(result: { readonly conversation: Conversation; readonly peaks: WaveformPeaks }): void {
    this.#result = result;
    this.#seconds = result.conversation.durationSeconds;
    // The result has the final ones.
    this.#segments = [];
    this.#end('finished');
  }

  fail(error: unknown): void {
    this.#error = error;
    this.#end('failed');
  }

  #end(state: ConversationState): void {
    this.#state = state;
    this.endedAt = Date.now();
    this.#changes.emit('change');
  }
}
