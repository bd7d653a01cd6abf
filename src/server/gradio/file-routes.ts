import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { receiveRecordings } from '../http/receive-recordings.js';
import { requestSignal } from '../http/request-signal.js';
import { ServerError } from '../problem/index.js';
import type { Upload } from '../service/index.js';
import type { GradioFiles } from './gradio-files.js';
import type { GradioContext } from './perform.js';

const fileSchema = z.object({ '*': z.string() });

/** Adds the upload of files, and their download by name. */
export function addFiles(api: FastifyInstance, { service, files }: GradioContext): void {
  api.post('/upload', async (request: FastifyRequest, reply) => {
    const received = await receiveRecordings(request, service, requestSignal(reply));
    const failed = received.find((each) => 'error' in each);
    const uploads = received.flatMap((each) => ('upload' in each ? [each.upload] : []));
    if (!failed) return uploads.map((upload) => files.keep(upload));
    for (const upload of uploads) await upload.remove();
    throw failed.error;
  });
  api
    .withTypeProvider<ZodTypeProvider>()
    .get('/file=*', { schema: { params: fileSchema } }, async ({ params }, reply) => {
      const upload = find(files, params['*']);
      return await reply
        .type('application/octet-stream')
        .header('content-disposition', 'attachment')
        .header('content-length', upload.bytes)
        .header('cache-control', 'no-store')
        .send(createReadStream(upload.path));
    });
}

function find(files: GradioFiles, name: string): Upload {
  try {
    return files.find(name);
  } catch {
    throw new ServerError('not-found', 'There is no such upload.');
  }
}
