import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { FileError, HubError } from '../errors.js';
import { checksumIfSame } from './checksum.js';
import type { RemoteFile } from './remote-repository.js';
import type { HubContext } from './hub-context.js';
import { interrupted, variablesOf } from './hub-errors.js';
import { LEAST_BYTES_PER_SECOND, TIMEOUT_SECONDS } from './hub-settings.js';
import { request, retry, type HubResponse } from './request.js';

/** One file to download. */
export type DownloadJob = {
  /** The `revision` must be a commit. */
  readonly hub: HubContext;
  readonly file: RemoteFile;
  /** Path of the unfinished file; if it exists, the download continues at its end. */
  readonly partial: string;
  /** Called after each chunk with the number of bytes of the file that have arrived. */
  readonly onBytes: (bytes: number) => void;
};

/**
 * Downloads a file into `partial` and compares it with the hub's checksum. The hub library's
 * `downloadFile` is not used: its stream turns every error into a string, and it accepts a response
 * from byte 0 in place of the range that it requested.
 *
 * @returns SHA-256 of the content, hex.
 * @throws {HubError} `hub-checksum` (`partial` is deleted), `hub-interrupted` (`partial` is kept).
 * @throws {FileError} if it cannot be written; if the disk is full, `partial` is deleted.
 */
export async function download(job: DownloadJob): Promise<string> {
  const { hub, file, partial } = job;
  try {
    await fetchAll(job);
  } catch (error) {
    if (error instanceof FileError && error.code === 'file-disk-full')
      await rm(partial, { force: true });
    throw error;
  }
  const sha256 = await checksumIfSame(partial, file);
  if (sha256 !== undefined) return sha256;
  await rm(partial, { force: true });
  throw new HubError(
    'hub-checksum',
    `The checksum of ${file.path} of ${hub.repository} is not the one that the hub lists (${file.checksum || 'none'}). The file was deleted. Run again; if the error persists, check ${variablesOf(hub).endpointVariable}.`,
  );
}

async function fetchAll(job: DownloadJob): Promise<void> {
  const { hub, file } = job;
  let arrived = 0;
  let arrivedBefore = 0;
  // A hub that sends a few bytes for each request is not tried without end.
  const least = LEAST_BYTES_PER_SECOND * (hub.settings.timeoutSeconds ?? TIMEOUT_SECONDS);
  const onBytes = (bytes: number) => {
    arrived = bytes;
    job.onBytes(bytes);
  };
  const progressed = () => {
    const isFurther = arrived >= arrivedBefore + least;
    arrivedBefore = arrived;
    return isFurther;
  };
  try {
    await retry(() => resume({ ...job, onBytes }), hub.signal, progressed);
  } catch (error) {
    if (!(error instanceof HubError && error.code === 'hub-interrupted')) throw error;
    const text = `${file.path} stopped after ${arrived} of ${file.bytes} bytes. ${error.message} The next run continues from there.`;
    throw new HubError('hub-interrupted', text, { cause: error });
  }
}

/** Opens the unfinished file and downloads the missing bytes. */
async function resume(job: DownloadJob): Promise<void> {
  const { hub, file, partial, onBytes } = job;
  const handle = await open(partial, constants.O_RDWR | constants.O_CREAT).catch(
    throwFileError(job),
  );
  try {
    const { size } = await handle.stat();
    const start = size > file.bytes ? 0 : size;
    onBytes(start);
    if (start < file.bytes)
      await request(hub, file.address, rangeFrom(start), (response) =>
        append(job, handle, start, response),
      );
    await handle.datasync().catch(throwFileError(job));
  } finally {
    await handle.close();
  }
}

async function append(job: DownloadJob, handle: FileHandle, asked: number, response: HubResponse) {
  const { hub, file, onBytes } = job;
  let position = startOf(response);
  if (position > asked) throw sizeMismatch(job, `starts at byte ${position} instead of ${asked}`);
  await handle.truncate(position).catch(throwFileError(job));
  for await (const chunk of response.chunks) {
    if (position + chunk.length > file.bytes) {
      await handle.truncate(0);
      throw sizeMismatch(job, `is longer than the ${file.bytes} bytes that it lists`);
    }
    await writeAll(handle, chunk, position).catch(throwFileError(job));
    position += chunk.length;
    onBytes(position);
  }
  if (position < file.bytes) throw interrupted(hub, `it ended at byte ${position}`);
}

/** Writes at a position instead of appending, so that two writers of one file write the same bytes. */
async function writeAll(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}

function throwFileError({ partial }: DownloadJob): (error: unknown) => never {
  return (error) => {
    throw FileError.from(error, partial, 'write');
  };
}

function rangeFrom(byte: number): Record<string, string> {
  // The positions of a compressed response would differ.
  return { 'accept-encoding': 'identity', ...(byte > 0 ? { range: `bytes=${byte}-` } : {}) };
}

function startOf({ status, headers }: HubResponse): number {
  if (status !== 206) return 0;
  return Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1] ?? Infinity);
}

function sizeMismatch({ hub, file }: DownloadJob, found: string): HubError {
  return new HubError(
    'hub-checksum',
    `The hub's response for ${file.path} of ${hub.repository} ${found}. Run again; if the error persists, check ${variablesOf(hub).endpointVariable}.`,
  );
}
