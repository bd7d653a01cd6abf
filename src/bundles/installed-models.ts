import { cacheFolderOf } from '../cache-folder.js';
import { listSnapshots } from '../hub/index.js';
import { readBundle } from './bundle.js';
import { embeddedModels } from './embedded-models.js';

/** A model that can be used without a network. */
export type InstalledModel = {
  /** The name for `source` and `--model`. */
  readonly name: string;
  /** `embedded`: part of this package; `hub`: downloaded. */
  readonly origin: 'embedded' | 'hub';
  /** Commit of the hub repository. */
  readonly revision?: string;
  /** Size of its files together. */
  readonly bytes: number;
  /** SPDX identifier; absent if the publisher states none. */
  readonly licence?: string;
  readonly folder: string;
};

/** Lists the models on this machine: the embedded ones and those that were downloaded into the cache. */
export async function installedModels(): Promise<InstalledModel[]> {
  return [...(await describeEmbedded()), ...(await describeDownloaded())];
}

async function describeEmbedded(): Promise<InstalledModel[]> {
  const models: InstalledModel[] = [];
  for (const [name, folder] of await embeddedModels()) {
    const { files, licence } = (await readBundle(folder)).manifest;
    models.push({
      name,
      origin: 'embedded',
      bytes: sumBytes(files),
      ...(licence !== undefined && { licence }),
      folder,
    });
  }
  return models;
}

async function describeDownloaded(): Promise<InstalledModel[]> {
  const snapshots = await listSnapshots(cacheFolderOf(process.env));
  return snapshots.map(({ repository, revision, licence, folder, files }) => ({
    name: repository,
    origin: 'hub',
    revision,
    bytes: sumBytes(files),
    ...(licence !== undefined && { licence }),
    folder,
  }));
}

function sumBytes(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
