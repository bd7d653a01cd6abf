import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Received, Service, UploadPart } from '../service/index.js';
import { clientGone } from './request-signal.js';

/**
 * Stores the recordings of a request: the files of a multipart form, or the body.
 *
 * @throws ServerError `upload-missing`, `uploads-full`, `client-gone`; FileError
 */
export async function receiveRecordings(
  request: FastifyRequest,
  service: Service,
  signal: AbortSignal,
): Promise<Received[]> {
  try {
    return await service.receive(uploadParts(request), signal);
  } catch (error) {
    const { raw } = request;
    if (raw.destroyed && !raw.readableEnded) throw clientGone();
    // The rest of the body is read and thrown away; many clients read no response before its end.
    raw.unpipe();
    raw.resume();
    throw error;
  }
}

async function* uploadParts(request: FastifyRequest): AsyncGenerator<UploadPart> {
  if (!request.isMultipart()) {
    if (request.body instanceof Readable) yield bodyPart(request, request.body);
    return;
  }
  for await (const part of request.parts()) {
    if (part.type !== 'file') continue;
    const { filename: name, file: stream } = part;
    yield { name, stream, isTruncated: () => stream.truncated };
  }
}

function bodyPart(request: FastifyRequest, stream: Readable): UploadPart {
  const { name } = request.query as { name?: string };
  return { name, stream, isTruncated: () => false };
}
