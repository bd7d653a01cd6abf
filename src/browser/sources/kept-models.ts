import { parseManifest } from '../../bundles/web.js';
import { MANIFEST_FILE } from '../../graph-files.js';
import { browser, type CacheLike } from '../platform.js';
import { folderAddress } from './folder-address.js';

/** A model in the browser's cache. */
export type KeptModel = {
  /** Address of the bundle's folder. */
  readonly address: string;
  readonly name: string;
  /** Of all files. */
  readonly bytes: number;
};

/** The files of models that the browser keeps, by their addresses. */
export type KeptFiles = {
  readonly find: (address: string) => Promise<Blob | undefined>;
  /**
   * Stores a file; a browser without space for it fetches it again the next time.
   *
   * @returns whether it is stored
   */
  readonly keep: (address: string, file: Blob) => Promise<boolean>;
};

/** Name of the cache; the number changes with the layout of its entries. */
const CACHE = 'wav2emo-models-1';

/** Opens the files that are kept; `undefined` in a context that is not secure, or that keeps nothing. */
export async function openKeptFiles(): Promise<KeptFiles | undefined> {
  const cache = await openCache();
  return (
    cache && {
      find: async (address) => await (await cache.match(address))?.blob(),
      keep: (address, file) =>
        cache.put(address, new Response(file)).then(
          () => true,
          () => false,
        ),
    }
  );
}

/** Lists the models in the browser's cache. */
export async function keptModels(): Promise<readonly KeptModel[]> {
  const cache = await openCache();
  const models: KeptModel[] = [];
  for (const { url } of (await cache?.keys()) ?? []) {
    if (!url.endsWith(`/${MANIFEST_FILE}`)) continue;
    const text = await (await cache?.match(url))?.text();
    if (text === undefined) continue;
    const { name, files } = parseManifest(text, url);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    models.push({ address: url.slice(0, -MANIFEST_FILE.length), name, bytes });
  }
  return models;
}

/**
 * Removes a model from the browser's cache.
 *
 * @param source address of the bundle's folder
 * @returns whether it was there
 */
export async function removeModel(source: string | URL): Promise<boolean> {
  const cache = await openCache();
  const folder = folderAddress(source);
  const urls = ((await cache?.keys()) ?? []).map(({ url }) => url);
  const own = urls.filter(
    (url) => url.startsWith(folder) && !url.slice(folder.length).includes('/'),
  );
  for (const url of own) await cache?.delete(url);
  return own.length > 0;
}

/** A browser that refuses storage to the page, e.g. in private windows, has no cache. */
async function openCache(): Promise<CacheLike | undefined> {
  return await browser.caches?.open(CACHE).catch(() => undefined);
}
