import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import { type ObjectStore, openObjectStore } from '../../object-store/index.js';
import type { ServerSettings } from '../settings/index.js';

/** Objects that are older belong to nobody: no link lives for longer. In seconds. */
const KEPT_SECONDS = 7 * 86_400;
/** How often they are deleted, in milliseconds. */
const SWEEP_MS = 3600 * 1000;

/** The folder of recordings that workers on other machines fetch; it outlives a restart. */
export class ServedObjects {
  readonly store: ObjectStore;
  readonly #timer: NodeJS.Timeout;

  private constructor(store: ObjectStore, log: Logger) {
    this.store = store;
    const sweep = () => {
      store.sweep(KEPT_SECONDS).catch((error: unknown) => {
        log.error({ err: error }, 'old objects could not be deleted');
      });
    };
    sweep();
    this.#timer = setInterval(sweep, SWEEP_MS).unref();
  }

  /**
   * Opens the folder of the settings, if they name one.
   *
   * @throws FileError if it cannot be made
   */
  static async open(
    { objectFolder, maxUploadMb, maxConversationMb }: ServerSettings,
    log: Logger,
  ): Promise<ServedObjects | undefined> {
    if (objectFolder === undefined) return undefined;
    const maxBytes = Math.max(maxUploadMb, maxConversationMb) * 1e6;
    const address = pathToFileURL(resolve(objectFolder)).href;
    return new ServedObjects(await openObjectStore(address, { maxBytes }), log);
  }

  /** Stops deleting old objects. */
  async dispose(): Promise<void> {
    clearInterval(this.#timer);
    await this.store.close();
  }
}
