import type { Readable } from 'node:stream';
import { ServerError } from '../problem/index.js';
import { clientName } from './client-name.js';
import type { Upload, UploadFolder } from './upload-folder.js';

/** One file of a request while it arrives. */
export type UploadPart = {
  /** File name as the client sent it. */
  readonly name: string | undefined;
  readonly stream: Readable;
  /** Whether a parser cut the stream off at the size limit; read after the end of the stream. */
  readonly isTruncated: () => boolean;
};

/** One recording of a request: stored in the upload folder, or the reason why it is not. */
export type Received = { readonly name: string } & (
  { readonly upload: Upload } | { readonly error: ServerError }
);

/** Who sends a request, and what ends it. */
export type Sender = {
  readonly client: string;
  readonly signal: AbortSignal;
  /** Size limit of each file in bytes. Default: that of one recording. */
  readonly largestBytes?: number | undefined;
};

/**
 * Stores the files of a request in the upload folder, in the order in which they arrive. A file
 * that is too large becomes an error of its own; the other files are stored all the same.
 *
 * @throws ServerError `upload-missing` if there is no file, `uploads-full`; FileError if a file
 * cannot be written; the signal's reason. Nothing stays stored after an error.
 */
export async function receiveFiles(
  parts: AsyncIterable<UploadPart>,
  uploads: UploadFolder,
  sender: Sender,
): Promise<Received[]> {
  const received: Received[] = [];
  try {
    for await (const part of parts) received.push(await receiveOne(part, uploads, sender));
    if (received.length === 0) throw missing();
    return received;
  } catch (error) {
    await removeUploads(received);
    throw error;
  }
}

/** Deletes the uploads among these. */
export async function removeUploads(received: readonly Received[]): Promise<void> {
  for (const each of received) if ('upload' in each) await each.upload.remove();
}

async function receiveOne(
  { name: sent, stream, isTruncated }: UploadPart,
  uploads: UploadFolder,
  sender: Sender,
): Promise<Received> {
  const name = clientName(sent);
  try {
    return { name, upload: await uploads.receive(stream, { isTruncated, ...sender }) };
  } catch (error) {
    if (!(error instanceof ServerError) || error.code !== 'upload-too-large') throw error;
    return { name, error };
  }
}

function missing(): ServerError {
  return new ServerError(
    'upload-missing',
    'The request contains no recording. Send recordings as the field "files" of multipart/form-data, or one recording as the body with a content type such as audio/wav.',
  );
}
