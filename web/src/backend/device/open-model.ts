import { fetchPageSettings } from '../../api/client.ts';
import { staticUrl } from '../../api/static-url.ts';
import { HAS_SERVER } from '../backend-store.ts';
import { type Engine, openFiles, openWebBundle, startEngine, type WebBundle } from './engine.ts';

/** A model that this device can compute. */
export type OpenModel = {
  readonly name: string;
  readonly bundle: WebBundle;
  readonly engine: Engine;
};

/** Where the server or the site has the files of the engine. */
const ASSETS = staticUrl('engine/');

/** Where the files of a model are: those of its folder by their paths, or the address of the folder. */
export type ModelPlace =
  { readonly files: Readonly<Record<string, Blob>> } | { readonly address: string };

/** How {@link openModel} reports. */
export type OpenHandlers = {
  readonly signal: AbortSignal;
  /** Gets the bytes that have arrived. */
  readonly onDownload: (done: number, total: number) => void;
  /** Gets the bytes that are converted. */
  readonly onConvert: (done: number, total: number) => void;
  /** Is called when all files are there. */
  readonly onFetched: () => void;
};

/**
 * Fetches a model, converts it, or takes it from the browser's cache, and starts a worker that computes it.
 *
 * @param place of a model that does not come with the page
 * @throws CheckpointError, FileError, DeviceError, WorkerError; the signal's reason
 */
export async function openModel(
  name: string,
  place: ModelPlace | undefined,
  handlers: OpenHandlers,
): Promise<OpenModel> {
  const { signal, onFetched } = handlers;
  const bundle = await openBundle(name, place, handlers);
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

function openBundle(
  name: string,
  place: ModelPlace | undefined,
  { signal, onDownload, onConvert }: OpenHandlers,
): Promise<WebBundle> {
  if (place && 'files' in place)
    return openFiles(
      { name, files: place.files },
      { ...{ assets: ASSETS, isPacked: !HAS_SERVER }, signal, onConvert },
    );
  return openWebBundle(place?.address ?? `${ASSETS}models/${name}`, {
    signal,
    // The service worker of a site keeps the files already.
    cache: HAS_SERVER,
    onDownload: ({ doneBytes, totalBytes }) => {
      onDownload(doneBytes, totalBytes);
    },
  });
}
