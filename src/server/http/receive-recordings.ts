import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ServerError } from '../problem/index.js';
import type { Received, Service, UploadPart } from '../service/index.js';
import { clientOf } from './client-address.js';
import { clientGone } from './request-signal.js';
import { orStalled } from './stalled-form.js';

/** The largest field of a form that is no recording, in bytes: a baseline has up to a hundred kB. */
const FIELD_BYTES = 1 << 20;

/** A form: its recordings, and its other fields. */
export type ReceivedForm = {
  readonly received: readonly Received[];
  /** The last value of each field. */
  readonly fields: Readonly<Record<string, string>>;
  /** The value of the field `speaker` that stands before each recording; absent if there is none. */
  readonly speakers: readonly (string | undefined)[];
};

/** How a form is received. */
export type FormOptions = {
  readonly signal: AbortSignal;
  /** Size limit of each recording in bytes. Default: that of one recording. */
  readonly largestBytes?: number | undefined;
  /** Limit of the number of recordings. Default: that of one request. */
  readonly maxFiles?: number | undefined;
};

/**
 * Stores the recordings of a request: the files of a multipart form, or the body. Fields of the form
 * are read as they arrive, so that a `speaker` is that of the recordings after it.
 *
 * @throws ServerError `upload-missing`, `uploads-full`, `client-gone`, `request-invalid`; FileError
 */
export async function receiveForm(
  request: FastifyRequest,
  service: Service,
  options: FormOptions,
): Promise<ReceivedForm> {
  const { raw } = request;
  const fields: Record<string, string> = {};
  const speakers: (string | undefined)[] = [];
  try {
    const parts = uploadParts(request, { fields, speakers }, options);
    const received = await service.receive(parts, { client: clientOf(request), ...options });
    return { received, fields, speakers };
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

/** Stores the recordings of a request alone; see {@link receiveForm}. */
export async function receiveRecordings(
  request: FastifyRequest,
  service: Service,
  signal: AbortSignal,
): Promise<readonly Received[]> {
  return (await receiveForm(request, service, { signal })).received;
}

type Fields = {
  readonly fields: Record<string, string>;
  readonly speakers: (string | undefined)[];
};

async function* uploadParts(
  request: FastifyRequest,
  { fields, speakers }: Fields,
  { largestBytes, maxFiles }: FormOptions,
): AsyncGenerator<UploadPart> {
  if (!request.isMultipart()) {
    if (request.body instanceof Readable) yield bodyPart(request, request.body);
    return;
  }
  const limits = {
    fieldSize: FIELD_BYTES,
    ...(largestBytes !== undefined && { fileSize: largestBytes }),
    ...(maxFiles !== undefined && { files: maxFiles }),
  };
  for await (const part of orStalled(request.raw, request.parts({ limits }))) {
    if (part.type !== 'file') {
      const { fieldname, value, valueTruncated } = part;
      if (valueTruncated) throw fieldTooLarge(fieldname);
      if (typeof value === 'string') fields[fieldname] = value;
      continue;
    }
    const { filename: name, file: stream } = part;
    const { speaker = '' } = fields;
    speakers.push(speaker.trim() === '' ? undefined : speaker.trim());
    yield { name, stream, isTruncated: () => stream.truncated };
  }
}

function fieldTooLarge(name: string): ServerError {
  return new ServerError(
    'request-invalid',
    `The field ${JSON.stringify(name)} is larger than ${FIELD_BYTES} bytes, the limit of this server.`,
  );
}

function bodyPart(request: FastifyRequest, stream: Readable): UploadPart {
  const { name } = request.query as { name?: string };
  return { name, stream, isTruncated: () => false };
}
