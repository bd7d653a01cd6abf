/**
 * Where recordings lie while they wait for a worker on another machine. Keys are random names that
 * say nothing about people. An object is deleted as soon as its recording has a result;
 * {@link sweep} removes what a crash left.
 */
export interface ObjectStore {
  /**
   * Stores an object. Readers see all of it or nothing; an object of the same key is replaced.
   *
   * @throws ObjectStoreError; FileError if a folder cannot be written; RangeError for a wrong key
   */
  put(key: string, content: ReadableStream<Uint8Array> | Blob): Promise<void>;
  /**
   * Fetches an object. The blob reads a file and can be read until the object is deleted through this
   * store, or the store is closed.
   *
   * @throws ObjectStoreError, `store-object-missing` among them; RangeError for a wrong key
   */
  get(key: string): Promise<Blob>;
  /** Deletes an object; one that does not exist is no error. */
  delete(key: string): Promise<void>;
  /**
   * Deletes the objects that are older, and what interrupted writes left.
   *
   * @returns the number of deleted objects
   */
  sweep(olderThanSeconds: number): Promise<number>;
  /** Ends what is running and deletes copies on this machine. Objects stay stored. */
  close(): Promise<void>;
}

/** Limits of a store. */
export type ObjectLimits = {
  /** Size limit of one object, in bytes. */
  readonly maxBytes: number;
  /** A transfer fails if nothing arrives for this time, in seconds. */
  readonly idleSeconds: number;
};

/** The largest recording that a server accepts has less. */
const MAX_BYTES = 2 ** 34;

/** The limits of a store that is opened without any. */
export const DEFAULT_LIMITS: ObjectLimits = { maxBytes: MAX_BYTES, idleSeconds: 60 };

/** @throws RangeError if a limit is not possible */
export function checkLimits({ maxBytes, idleSeconds }: ObjectLimits): void {
  if (!(maxBytes > 0 && maxBytes <= MAX_BYTES))
    throw new RangeError(`Found a size limit of ${maxBytes} bytes, expected 1 to ${MAX_BYTES}.`);
  if (!(idleSeconds > 0 && idleSeconds <= 86_400))
    throw new RangeError(`Found a time limit of ${idleSeconds} s, expected up to 86400.`);
}
