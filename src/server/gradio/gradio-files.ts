import { randomUUID } from 'node:crypto';
import { ServerError } from '../server-error.js';
import type { Upload } from '../uploads/upload-folder.js';

/** An upload that nobody has asked for in this time is deleted. In milliseconds. */
const KEPT_MS = 10 * 60 * 1000;

type Kept = { readonly upload: Upload; readonly timer: NodeJS.Timeout };

/**
 * Uploads of the Gradio protocol, which come in one request and are used in the next. A client
 * knows each by a name of ours; no other path is ever opened.
 */
export class GradioFiles {
  readonly #kept = new Map<string, Kept>();

  /** Keeps an upload for a while; the result is what the client may name it by. */
  keep(upload: Upload): string {
    const name = `uploads/${randomUUID()}`;
    const timer = setTimeout(() => {
      this.#kept.delete(name);
      void upload.remove();
    }, KEPT_MS);
    timer.unref();
    this.#kept.set(name, { upload, timer });
    return name;
  }

  /**
   * Finds an upload by the name that it was given here.
   *
   * @throws ServerError `upload-unknown` for everything else, be it a path, an address or expired
   */
  find(name: string): Upload {
    const kept = this.#kept.get(name);
    if (!kept)
      throw new ServerError(
        'upload-unknown',
        'The recording is not among the uploads. Send it to /gradio_api/upload first and name it as the answer does; other paths and addresses are not opened, and uploads are kept for ten minutes.',
      );
    kept.timer.refresh();
    return kept.upload;
  }

  /** Deletes all. */
  async dispose(): Promise<void> {
    for (const { upload, timer } of this.#kept.values()) {
      clearTimeout(timer);
      await upload.remove();
    }
    this.#kept.clear();
  }
}
