import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FailedElsewhere } from '../problem-data.js';
import { ServerError } from '../server-error.js';
import type { Service } from '../service.js';
import { receiveFiles, removeAll } from '../uploads/receive-files.js';
import { addCalls } from './call-routes.js';
import { API_PREFIX, describeConfig, describeInfo } from './config.js';
import { GradioFiles } from './gradio-files.js';
import type { GradioContext } from './perform.js';
import { addQueue } from './queue-routes.js';

/** Adds the protocol that the clients of Gradio speak. */
export function addGradio(app: FastifyInstance, service: Service): void {
  const files = new GradioFiles();
  const context = { service, files };
  const appId = randomUUID();
  app.get('/config', { schema: { hide: true } }, (request) =>
    describeConfig({
      root: `${request.protocol}://${request.host}`,
      ...{ appId, largestBytes: service.settings.maxUploadMb * 1_000_000 },
    }),
  );
  app.register(
    (api, _options, done) => {
      api.addHook('onRoute', (route) => {
        route.schema = { ...route.schema, hide: true };
      });
      api.get('/info', describeInfo);
      api.get('/app_id', () => ({ app_id: appId }));
      addHeartbeat(api, service);
      addFiles(api, context);
      addQueue(api, context);
      addCalls(api, context);
      done();
    },
    { prefix: API_PREFIX },
  );
  app.addHook('onClose', async () => {
    await files.dispose();
  });
}

/** Clients open it again without pause when it ends, so it never does. */
function addHeartbeat(api: FastifyInstance, { streams }: Service): void {
  api.get('/heartbeat/:session', (_request, reply) => {
    const stream = streams.open('data: ALIVE\n\n');
    stream.send('ALIVE');
    return stream.answer(reply);
  });
}

function addFiles(api: FastifyInstance, { service, files }: GradioContext): void {
  api.post('/upload', async (request: FastifyRequest) => {
    const received = await receiveFiles(request, service.uploads);
    const failed = received.find((each) => 'failure' in each);
    if (failed) {
      await removeAll(received);
      throw new FailedElsewhere(failed.failure);
    }
    return received.flatMap((each) => ('upload' in each ? [files.keep(each.upload)] : []));
  });
  api
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/file=*',
      { schema: { params: z.object({ '*': z.string() }) } },
      async ({ params }, reply) => {
        const upload = find(files, params['*']);
        return await reply
          .type('application/octet-stream')
          .header('content-disposition', 'attachment')
          .header('content-length', upload.bytes)
          .send(createReadStream(upload.path));
      },
    );
}

function find(files: GradioFiles, name: string) {
  try {
    return files.find(name);
  } catch {
    throw new ServerError('not-found', 'There is no such upload.');
  }
}
