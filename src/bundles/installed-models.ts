import { cacheFolderOf, listSnapshots } from '../hub/index.js';
import { readBundle } from './bundle.js';
import { embeddedModels } from './embedded-models.js';

/** A model that answers without a network. */
export type InstalledModel = {
  /** What `source` and `--model` take. */
  readonly name: string;
  /** `embedded` comes with this package; `hub` was fetched. */
  readonly origin: 'embedded' | 'hub';
  /** Commit of the hub repository. */
  readonly revision?: string;
  /** Size of its files. */
  readonly bytes: number;
  readonly licence?: string;
  readonly folder: string;
};

/** The models that are on this machine: the embedded ones and those fetched into the cache. */
export async function installedModels(): Promise<InstalledModel[]> {
  return [...(await describeEmbedded()), ...(await describeFetched())];
}

async function describeEmbedded(): Promise<InstalledModel[]> {
  const models: InstalledModel[] = [];
  for (const [name, folder] of await embeddedModels()) {
    const { files, licence } = (await readBundle(folder)).manifest;
    const bytes = sumBytes(files);
    models.push({
      name,
      origin: 'embedded',
      bytes,
      ...(licence !== undefined && { licence }),
      folder,
    });
  }
  return models;
}

async function describeFetched(): Promise<InstalledModel[]> {
  const snapshots = await listSnapshots(cacheFolderOf(process.env));
  return snapshots.map(({ repository, revision, licence, folder, files }) => ({
    ...{ name: repository, origin: 'hub', revision, bytes: sumBytes(files) },
    ...(licence !== undefined && { licence }),
    folder,
  }));
}

function sumBytes(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
