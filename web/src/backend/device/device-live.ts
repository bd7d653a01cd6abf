import type { LiveSession } from '../../api/live-messages.ts';
import type { LiveConnection, LiveHandlers } from '../backend.ts';
import type { BaselineJson } from './engine.ts';
import { FrameQueue } from './frame-queue.ts';
import type { OpenModel } from './open-model.ts';

/** How long the end of a session is waited for, in milliseconds. */
const END_MS = 3000;

/** A live session on this device. */
export class DeviceLive implements LiveConnection {
  readonly #frames: FrameQueue;
  readonly #closed: Promise<void>;
  readonly #stop = new AbortController();

  constructor(model: OpenModel, session: LiveSession, handlers: LiveHandlers) {
    this.#frames = new FrameQueue(session.sampleRate);
    handlers.onMessage({ type: 'session.updated', labels: model.bundle.manifest.labels });
    this.#closed = this.#run(model, session, handlers);
  }

  send(frame: Int16Array<ArrayBuffer>): void {
    this.#frames.push(frame);
  }

  async end(): Promise<void> {
    this.#frames.end();
    const late = new Promise<void>((resolve) => {
      setTimeout(resolve, END_MS);
    });
    await Promise.race([this.#closed, late]);
    this.#stop.abort();
  }

  async #run(
    { engine }: OpenModel,
    { sampleRate, baseline }: LiveSession,
    { onMessage, onLost }: LiveHandlers,
  ): Promise<void> {
    const { MODEL } = await import('./engine.ts');
    const { toDeviceProblem } = await import('./to-device-problem.ts');
    try {
      await engine.worker.live(
        MODEL,
        { sampleRate, pieces: this.#frames },
        // The page keeps a baseline as JSON without reading it.
        {
          baseline: baseline as BaselineJson | 'learn' | undefined,
          onEvent: onMessage,
          signal: this.#stop.signal,
        },
      );
    } catch (error) {
      const { code, title } = toDeviceProblem(error);
      if (!this.#stop.signal.aborted) onMessage({ type: 'error', code, message: title });
    }
    onLost();
  }
}
