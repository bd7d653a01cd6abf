import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { FileError, HubError } from '../errors.js';
import { checksumIfSame } from './checksum.js';
import type { RemoteFile } from './describe.js';
import { interrupted, type HubContext } from './hub-errors.js';
import { exchange, retry, type HubAnswer } from './request.js';

/** One file to fetch. */
export type Job = {
  /** Its `revision` is a commit. */
  readonly hub: HubContext;
  readonly file: RemoteFile;
  /** Where the bytes are gathered; what is there already is continued. */
  readonly partial: string;
  /** Told how many bytes of the file are there, after each piece. */
  readonly onBytes: (bytes: number) => void;
};

/**
 * Fetches a file into `partial` and checks the whole against the hub's checksum. The bytes are asked
 * for here rather than through the library's `downloadFile`, whose stream turns every error into a
 * string and takes an answer from byte 0 for the range it asked for.
 *
 * @returns SHA-256 of the content, hex.
 * @throws {HubError} `hub-checksum` (and `partial` is gone), `hub-interrupted` (and `partial` is kept).
 * @throws {FileError} when it cannot be written; on a full disk `partial` is gone.
 */
export async function download(job: Job): Promise<string> {
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
    `${file.path} of ${hub.repository} arrived with another checksum than the hub lists (${file.checksum}). It was deleted. Run again; if it stays so, check HF_ENDPOINT.`,
  );
}

async function fetchAll(job: Job): Promise<void> {
  const { hub, file } = job;
  let there = 0;
  let before = 0;
  const onBytes = (bytes: number) => {
    there = bytes;
    job.onBytes(bytes);
  };
  const progressed = () => {
    const further = there > before;
    before = there;
    return further;
  };
  try {
    await retry(() => resume({ ...job, onBytes }), hub.signal, progressed);
  } catch (error) {
    if (!(error instanceof HubError && error.code === 'hub-interrupted')) throw error;
    const text = `${file.path} stopped after ${there} of ${file.bytes} bytes. ${error.message} It will continue there.`;
    throw new HubError('hub-interrupted', text, { cause: error });
  }
}

/** Opens the partial file and fetches what is missing from it. */
async function resume(job: Job): Promise<void> {
  const { hub, file, partial, onBytes } = job;
  const handle = await open(partial, constants.O_RDWR | constants.O_CREAT).catch(failing(job));
  try {
    const { size } = await handle.stat();
    const there = size > file.bytes ? 0 : size;
    onBytes(there);
    if (there < file.bytes)
      await exchange(hub, addressOf(job), rangeFrom(there), (answer) =>
        append(job, handle, there, answer),
      );
    await handle.datasync().catch(failing(job));
  } finally {
    await handle.close();
  }
}

async function append(job: Job, handle: FileHandle, asked: number, answer: HubAnswer) {
  const { hub, file, onBytes } = job;
  let position = startOf(answer);
  if (position > asked) throw misfit(job, `starts at byte ${position} instead of ${asked}`);
  await handle.truncate(position).catch(failing(job));
  for await (const chunk of answer.chunks) {
    if (position + chunk.length > file.bytes) {
      await handle.truncate(0);
      throw misfit(job, `is longer than the ${file.bytes} bytes that were listed`);
    }
    await writeAll(handle, chunk, position).catch(failing(job));
    position += chunk.length;
    onBytes(position);
  }
  if (position < file.bytes) throw interrupted(hub, `it ended at byte ${position}`);
}

/** Writes to a place instead of appending, so that two writers of one file would do no harm. */
async function writeAll(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}

function failing({ partial }: Job): (error: unknown) => never {
  return (error) => {
    throw FileError.from(error, partial, 'write');
  };
}

function addressOf({ hub, file }: Job): string {
  const { settings, repository, revision } = hub;
  const encoded = file.path.split('/').map(encodeURIComponent).join('/');
  return `${settings.endpoint}/${repository}/resolve/${revision}/${encoded}`;
}

function rangeFrom(byte: number): Record<string, string> {
  // A compressed answer would have other positions.
  return { 'accept-encoding': 'identity', ...(byte > 0 ? { range: `bytes=${byte}-` } : {}) };
}

function startOf({ status, headers }: HubAnswer): number {
  if (status !== 206) return 0;
  return Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1] ?? Infinity);
}

function misfit({ hub, file }: Job, found: string): HubError {
  return new HubError(
    'hub-checksum',
    `${file.path} of ${hub.repository}, as the hub sends it, ${found}. Run again; if it stays so, check HF_ENDPOINT.`,
  );
}
