import { Readable } from 'node:stream';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { Downloads } from '../downloads.js';
import { missing } from '../folder-store.js';
import { checkSize, IdleTimeout, limitStream, streamOf, withSource } from '../limit-stream.js';
import { checkAge, checkObjectKey, isObjectKey } from '../object-key.js';
import type { ObjectLimits, ObjectStore } from '../object-store.js';
import { loadS3Client, type S3Parts } from './load-s3-client.js';
import { parseS3Address, type S3Address } from './parse-s3-address.js';
import { isNamed, toStoreError } from './s3-error.js';

/** Parts of an upload, in bytes; S3 accepts no smaller ones than 5 MiB and at most 10,000 parts. */
const PART_BYTES = 8 << 20;
/** Parts that are in memory at once. */
const PARTS_AT_ONCE = 2;

/** Objects in a bucket of S3-compatible storage. An upload holds 16 MiB in memory, a download none. */
export class S3Store implements ObjectStore {
  readonly #parts: S3Parts;
  readonly #client: S3Client;
  readonly #address: S3Address;
  readonly #limits: ObjectLimits;
  readonly #downloads: Downloads;

  private constructor(
    ...[parts, address, limits, scratch]: [S3Parts, S3Address, ObjectLimits, string | undefined]
  ) {
    this.#parts = parts;
    this.#address = address;
    this.#limits = limits;
    this.#client = new parts.S3Client(clientConfig(address));
    this.#downloads = new Downloads(scratch);
  }

  /**
   * @param scratch folder for copies; default: the system's temporary folder
   * @throws ObjectStoreError `store-address`, `store-client-missing`
   */
  static async open(address: string, limits: ObjectLimits, scratch?: string): Promise<S3Store> {
    const parsed = parseS3Address(address);
    return new S3Store(await loadS3Client(), parsed, limits, scratch);
  }

  async put(key: string, content: ReadableStream<Uint8Array> | Blob): Promise<void> {
    checkObjectKey(key);
    await this.#within(`Storing ${key}`, async (timeout) => {
      const { maxBytes } = this.#limits;
      const body = limitStream(streamOf(content), key, maxBytes, timeout);
      await withSource(body, (source) => this.#upload(key, source, timeout));
    });
  }

  async get(key: string): Promise<Blob> {
    checkObjectKey(key);
    return await this.#within(`Reading ${key}`, async (timeout) => {
      const { maxBytes } = this.#limits;
      const { GetObjectCommand } = this.#parts;
      const { Body, ContentLength = 0 } = await this.#client
        .send(new GetObjectCommand(this.#place(key)), { abortSignal: timeout.signal })
        .catch((error: unknown) => {
          throw isNamed(error, 'NoSuchKey', 'NotFound') ? missing(key, error) : error;
        });
      const stream = Body as Readable;
      try {
        checkSize(key, ContentLength, maxBytes);
        return await this.#downloads.add(key, limitStream(stream, key, maxBytes, timeout));
      } finally {
        stream.destroy();
      }
    });
  }

  async delete(key: string): Promise<void> {
    checkObjectKey(key);
    await this.#downloads.delete(key);
    await this.#within(`Deleting ${key}`, async ({ signal: abortSignal }) => {
      const { DeleteObjectCommand } = this.#parts;
      await this.#client.send(new DeleteObjectCommand(this.#place(key)), { abortSignal });
    });
  }

  async sweep(olderThanSeconds: number): Promise<number> {
    checkAge(olderThanSeconds);
    const latest = Date.now() - olderThanSeconds * 1000;
    const isOld = (time: Date | undefined) => time !== undefined && time.getTime() <= latest;
    return await this.#within('Listing the bucket', async (timeout) => {
      let count = 0;
      for await (const { key, time } of this.#list(timeout)) {
        if (!isOld(time)) continue;
        await this.delete(key);
        count++;
      }
      await this.#endUploads(isOld, timeout);
      return count;
    });
  }

  async close(): Promise<void> {
    this.#client.destroy();
    await this.#downloads.close();
  }

  async #upload(key: string, source: AsyncIterable<Uint8Array>, timeout: IdleTimeout) {
    const { encryption } = this.#address;
    const upload = new this.#parts.Upload({
      client: this.#client,
      params: {
        ...this.#place(key),
        Body: Readable.from(source, { objectMode: false }),
        ...(encryption !== 'none' && { ServerSideEncryption: encryption }),
      },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    });
    upload.on('httpUploadProgress', () => {
      timeout.refresh();
    });
    timeout.signal.addEventListener('abort', () => void upload.abort());
    await upload.done();
  }

  #place(key: string): { readonly Bucket: string; readonly Key: string } {
    const { bucket, prefix } = this.#address;
    return { Bucket: bucket, Key: prefix + key };
  }

  /** Other objects of the bucket are not listed. */
  async *#list(timeout: IdleTimeout) {
    const { bucket: Bucket, prefix } = this.#address;
    const { paginateListObjectsV2 } = this.#parts;
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket, Prefix: prefix },
      { abortSignal: timeout.signal },
    );
    for await (const { Contents = [] } of pages)
      for (const { Key = '', LastModified: time } of Contents) {
        timeout.refresh();
        const key = Key.slice(prefix.length);
        if (isObjectKey(key)) yield { key, time };
      }
  }

  /** Ends uploads that a crash interrupted, whose parts no listing shows. */
  async #endUploads(isOld: (time: Date | undefined) => boolean, timeout: IdleTimeout) {
    const { bucket: Bucket, prefix } = this.#address;
    const { AbortMultipartUploadCommand, ListMultipartUploadsCommand } = this.#parts;
    const { signal: abortSignal } = timeout;
    const { Uploads = [] } = await this.#client
      .send(new ListMultipartUploadsCommand({ Bucket, Prefix: prefix }), { abortSignal })
      .catch((error: unknown) => {
        // Some stores end interrupted uploads by themselves and list none.
        if (isNamed(error, 'NotImplemented')) return { Uploads: [] };
        throw error;
      });
    for (const { Key = '', UploadId, Initiated } of Uploads) {
      if (!isOld(Initiated) || !isObjectKey(Key.slice(prefix.length))) continue;
      await this.#client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }), {
        abortSignal,
      });
      timeout.refresh();
    }
  }

  async #within<T>(doing: string, work: (timeout: IdleTimeout) => Promise<T>): Promise<T> {
    const place = `${doing} in s3://${this.#address.bucket}`;
    const timeout = new IdleTimeout(this.#limits, `s3://${this.#address.bucket}`);
    try {
      return await work(timeout);
    } catch (error) {
      throw timeout.signal.aborted ? timeout.signal.reason : toStoreError(error, place);
    } finally {
      timeout.end();
    }
  }
}

function clientConfig({ endpoint, region }: S3Address): S3ClientConfig {
  if (endpoint === undefined) return { ...(region !== undefined && { region }) };
  return {
    endpoint,
    // Other stores mostly ignore the region, but the signature needs one.
    region: region ?? process.env['AWS_REGION'] ?? 'us-east-1',
    forcePathStyle: true,
    // Many of them do not know the checksums that AWS introduced in 2024.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}
