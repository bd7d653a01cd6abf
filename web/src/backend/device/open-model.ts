import { fetchPageSettings } from '../../api/client.ts';
import { staticUrl } from '../../api/static-url.ts';
import { HAS_SERVER } from '../backend-store.ts';
import { type Engine, openWebBundle, startEngine, type WebBundle } from './engine.ts';

/** A model that this device can compute. */
export type OpenModel = {
  readonly name: string;
  readonly bundle: WebBundle;
  readonly engine: Engine;
};

/** Where the server or the site has the files of the engine. */
const ASSETS = staticUrl('engine/');

/** How {@link openModel} reports. */
export type OpenHandlers = {
  readonly signal: AbortSignal;
  /** Gets the bytes that have arrived. */
  readonly onDownload: (done: number, total: number) => void;
  /** Is called when all files are there. */
  readonly onFetched: () => void;
};

/**
 * Fetches a model, or takes it from the browser's cache, and starts a worker that computes it.
 *
 * @param files of a model that was made here; default: those that come with the page
 * @throws CheckpointError, FileError, DeviceError, WorkerError; the signal's reason
 */
export async function openModel(
  name: string,
  files: readonly File[] | undefined,
  handlers: OpenHandlers,
): Promise<OpenModel> {
  const { signal, onDownload, onFetched } = handlers;
  const bundle = await openWebBundle(files ?? `${ASSETS}models/${name}`, {
    signal,
    // The service worker of a site keeps the files already.
    cache: HAS_SERVER,
    onDownload: ({ doneBytes, totalBytes }) => {
      onDownload(doneBytes, totalBytes);
    },
  });
  onFetched();
  const { separatesSpeakers = true } = await fetchPageSettings();
  const engine = await startEngine(bundle, {
    assets: ASSETS,
    isPacked: !HAS_SERVER,
    separatesSpeakers,
    signal,
  });
  return { name, bundle, engine };
}
