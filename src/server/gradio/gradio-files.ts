import { randomUUID } from 'node:crypto';
import { ServerError } from '../problem/index.js';
import type { Upload } from '../service/index.js';

/** An upload is deleted if no request uses it for this time, in milliseconds. */
const KEPT_MS = 10 * 60 * 1000;

type Kept = { readonly upload: Upload; timer: NodeJS.Timeout; users: number };

/**
 * The uploads of Gradio's protocol: one request sends an upload, a later one uses it. Clients know
 * an upload by a random name; no other path is ever opened.
 */
export class GradioFiles {
  readonly #kept = new Map<string, Kept>();

  /**
   * Keeps an upload for a while.
   *
   * @returns the name of the upload for clients
   */
  keep(upload: Upload): string {
    const name = `uploads/${randomUUID()}`;
    this.#kept.set(name, { upload, timer: this.#expire(name), users: 0 });
    return name;
  }

  /**
   * Finds an upload by its name for clients. Its time goes on, so that looking at it keeps nothing.
   *
   * @throws ServerError `upload-unknown` for any other path or address, and for expired uploads
   */
  find(name: string): Upload {
    return this.#find(name).upload;
  }

  /**
   * Works with an upload, which is not deleted before the work settles: a call may wait in the
   * queue for longer than an upload is kept.
   *
   * @throws ServerError `upload-unknown`; what the work throws
   */
  async use<T>(name: string, work: (upload: Upload) => Promise<T>): Promise<T> {
    const kept = this.#find(name);
    kept.users++;
    try {
      return await work(kept.upload);
    } finally {
      kept.users--;
      kept.timer.refresh();
    }
  }

  /** Deletes all uploads. */
  async dispose(): Promise<void> {
    for (const { upload, timer } of this.#kept.values()) {
      clearTimeout(timer);
      await upload.remove();
    }
    this.#kept.clear();
  }

  #find(name: string): Kept {
    const kept = this.#kept.get(name);
    if (!kept)
      throw new ServerError(
        'upload-unknown',
        'There is no upload with this name. Send the recording to /gradio_api/upload first and use the name in the response. Other paths and addresses are not opened, and uploads are kept for ten minutes.',
      );
    return kept;
  }

  #expire(name: string): NodeJS.Timeout {
    const timer = setTimeout(() => {
      const kept = this.#kept.get(name);
      // The last user starts the time anew.
      if (!kept || kept.users > 0) return;
      this.#kept.delete(name);
      void kept.upload.remove();
    }, KEPT_MS);
    return timer.unref();
  }
}
