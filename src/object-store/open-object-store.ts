import { fileURLToPath } from 'node:url';
import { ObjectStoreError } from '../errors.js';
import { FolderStore } from './folder-store.js';
import { HttpStore } from './http-store.js';
import {
  checkLimits,
  DEFAULT_LIMITS,
  type ObjectLimits,
  type ObjectStore,
} from './object-store.js';
import { S3Store } from './s3/s3-store.js';

/** How a store is opened. */
export type ObjectStoreOptions = Partial<ObjectLimits> & {
  /** The secret of the accepting server, for `http:` and `https:`. */
  readonly secret?: string | undefined;
  /** Folder for copies of objects. Default: the system's temporary folder. */
  readonly scratch?: string | undefined;
};

type Opened = Required<Pick<ObjectStoreOptions, 'secret' | 'scratch'>> & {
  readonly limits: ObjectLimits;
};

const openHttp = (address: string, options: Opened) =>
  Promise.resolve(new HttpStore(address, options));

/** What opens a store, by the protocol of its address. */
const STORES: Readonly<Record<string, (address: string, opened: Opened) => Promise<ObjectStore>>> =
  {
    'file:': (address, { limits }) => FolderStore.open(fileURLToPath(address), limits),
    's3:': (address, { limits, scratch }) => S3Store.open(address, limits, scratch),
    'http:': openHttp,
    'https:': openHttp,
  };

/**
 * Opens a store by its address: `file:///shared/folder`, `s3://bucket/prefix?endpoint=…&region=…`, or the
 * objects of a wav2emo server, `https://server/api/v1/objects`.
 *
 * @throws ObjectStoreError `store-address`, `store-client-missing`; FileError if a folder cannot be made;
 *   RangeError for limits that are not possible, or a short secret
 */
export async function openObjectStore(
  address: string,
  options: ObjectStoreOptions = {},
): Promise<ObjectStore> {
  const { secret, scratch, ...given } = options;
  const limits = { ...DEFAULT_LIMITS, ...given };
  checkLimits(limits);
  const open = URL.canParse(address) ? STORES[new URL(address).protocol] : undefined;
  if (open) return await open(address, { limits, secret, scratch });
  throw new ObjectStoreError(
    'store-address',
    `Found the address ${JSON.stringify(address)}, expected file:///FOLDER, s3://BUCKET/PREFIX or https://SERVER/api/v1/objects.`,
  );
}
