import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { describeFailure, type Failure } from '../problem-data.js';
import { clientGone } from '../http/request-signal.js';
import { ServerError } from '../server-error.js';
import { clientName } from './client-name.js';
import type { Upload, UploadFolder } from './upload-folder.js';

/** One recording of a request: on the disk, or why it is not. */
export type Received = { readonly name: string } & (
  { readonly upload: Upload } | { readonly failure: Failure }
);

/**
 * Takes the recordings of a request to the disk: the files of a multipart form, or the body.
 *
 * @throws ServerError `upload-missing`, and what concerns the request as a whole
 */
export async function receiveFiles(
  request: FastifyRequest,
  uploads: UploadFolder,
): Promise<Received[]> {
  const received: Received[] = [];
  try {
    if (request.isMultipart()) await receiveForm(request, uploads, received);
    else received.push(await receiveBody(request, uploads));
  } catch (error) {
    await removeAll(received);
    if (request.raw.destroyed && !request.raw.readableEnded) throw clientGone();
    // What is still on its way is read and thrown away, so that the answer gets through.
    request.raw.unpipe();
    request.raw.resume();
    throw error;
  }
  if (received.length > 0) return received;
  throw missing();
}

/** Deletes what was received. */
export async function removeAll(received: readonly Received[]): Promise<void> {
  for (const each of received) if ('upload' in each) await each.upload.remove();
}

async function receiveForm(
  request: FastifyRequest,
  uploads: UploadFolder,
  received: Received[],
): Promise<void> {
  for await (const part of request.parts()) {
    if (part.type !== 'file') continue;
    const name = clientName(part.filename);
    received.push(await receiveOne(name, part.file, uploads, () => part.file.truncated));
  }
}

async function receiveOne(
  name: string,
  stream: Readable,
  uploads: UploadFolder,
  isCut: () => boolean,
): Promise<Received> {
  try {
    return { name, upload: await uploads.receive(stream, isCut) };
  } catch (error) {
    if (!(error instanceof ServerError) || error.code !== 'upload-too-large') throw error;
    return { name, failure: describeFailure(error) };
  }
}

async function receiveBody(request: FastifyRequest, uploads: UploadFolder): Promise<Received> {
  const { name } = request.query as { name?: string };
  if (!(request.body instanceof Readable)) throw missing();
  return { name: clientName(name), upload: await uploads.receive(request.body) };
}

function missing(): ServerError {
  return new ServerError(
    'upload-missing',
    'The request has no recording. Send some as the field "files" of multipart/form-data, or one as the body with a type such as audio/wav.',
  );
}
