import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Received, Service, UploadPart } from '../service/index.js';
import { clientOf } from './client-address.js';
import { clientGone } from './request-signal.js';
import { orStalled } from './stalled-form.js';

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
  const { raw } = request;
  try {
    return await service.receive(uploadParts(request), { client: clientOf(request), signal });
  } catch (error) {
    if (raw.destroyed && !raw.readableEnded) throw clientGone();
    throw error;
  } finally {
    // What is left of the body, e.g. of a file that is too large, is read and thrown away: many
    // clients read no response before they have sent everything, and then use the connection again.
    raw.unpipe();
    raw.resume();
  }
}

async function* uploadParts(request: FastifyRequest): AsyncGenerator<UploadPart> {
  if (!request.isMultipart()) {
    if (request.body instanceof Readable) yield bodyPart(request, request.body);
    return;
  }
  for await (const part of orStalled(request.raw, request.parts())) {
    if (part.type !== 'file') continue;
    const { filename: name, file: stream } = part;
    yield { name, stream, isTruncated: () => stream.truncated };
  }
}

function bodyPart(request: FastifyRequest, stream: Readable): UploadPart {
  const { name } = request.query as { name?: string };
  return { name, stream, isTruncated: () => false };
}
