import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { clientOf } from '../http/client-address.js';
import type { EventStreams } from '../http/event-streams.js';
import type { Service } from '../service/index.js';
import { addCalls } from './call-routes.js';
import { API_PREFIX, describeConfig, describeInfo } from './config.js';
import { addFiles } from './file-routes.js';
import { GradioFiles } from './gradio-files.js';
import { addQueue } from './queue-routes.js';

/** Adds the protocol of Gradio's clients. */
export function addGradio(app: FastifyInstance, service: Service, streams: EventStreams): void {
  const files = new GradioFiles();
  const context = { service, files };
  const appId = randomUUID();
  const largestBytes = service.settings.maxUploadMb * 1_000_000;
  app.get('/config', { schema: { hide: true } }, ({ protocol, host }) =>
    // Behind a proxy, the protocol is text from a header.
    describeConfig({
      root: `${protocol === 'https' ? 'https' : 'http'}://${host}`,
      appId,
      largestBytes,
    }),
  );
  app.register(
    (api, _options, done) => {
      api.addHook('onRoute', (route) => {
        route.schema = { ...route.schema, hide: true };
      });
      api.get('/info', describeInfo);
      api.get('/app_id', () => ({ app_id: appId }));
      addHeartbeat(api, streams);
      addFiles(api, context);
      addQueue(api, context, streams);
      addCalls(api, context, streams);
      done();
    },
    { prefix: API_PREFIX },
  );
  app.addHook('onClose', async () => {
    await files.dispose();
  });
}

/** This stream never ends by itself, because clients would open the next one without a pause. */
function addHeartbeat(api: FastifyInstance, streams: EventStreams): void {
  api.get('/heartbeat/:session', (request, reply) => {
    const stream = streams.open(clientOf(request), 'data: ALIVE\n\n');
    stream.send('ALIVE');
    return stream.sendTo(reply);
  });
}
