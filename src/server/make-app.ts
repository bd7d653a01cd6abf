import multipart from '@fastify/multipart';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { addGradio } from './gradio/index.js';
import { registerAccessControl } from './http/access-control.js';
import { handleErrors } from './http/errors.js';
import { EventStreams } from './http/event-streams.js';
import { observeRequests } from './http/observe-requests.js';
import { ResponsesInFlight } from './http/responses-in-flight.js';
import { registerSecurity } from './http/security.js';
import { acceptWebSockets, addLive } from './live/index.js';
import { addClassify } from './routes/classify.js';
import { addModels } from './routes/models.js';
import { addOpenApi, describeApi } from './routes/openapi.js';
import { addOperations } from './routes/operations.js';
import { addPage } from './routes/page.js';
import type { Service } from './service/index.js';
import type { KeyPair } from './tls/index.js';

/** Longest time in which a client may send a request, in milliseconds. */
const REQUEST_MS = 300_000;
/** Largest number of connections at once; each needs a little memory. */
const MAX_CONNECTIONS = 1000;
/** Largest JSON body, in bytes. Recordings are not sent as JSON. */
const JSON_BYTES = 1 << 20;

/**
 * Makes the HTTP side of a server.
 *
 * @param keyPair makes it serve https
 */
export async function makeApp(
  service: Service,
  logger: Logger,
  keyPair?: KeyPair,
): Promise<FastifyInstance> {
  const app = makeFastify(service, logger, keyPair);
  const responses = new ResponsesInFlight(app);
  const streams = new EventStreams();
  service.addGauge('wav2emo_event_streams', 'Open event streams', () => streams.size);
  // Its hooks come first: they close the connections of upgrades that later hooks refuse.
  await acceptWebSockets(app);
  await addHooks(app, service);
  await acceptRecordings(app, service);
  await addRoutes(app, service, streams);
  app.addHook('preClose', async () => {
    await service.close({
      endStreams: () => {
        streams.endAll();
      },
      responsesSent: () => responses.drained(),
    });
  });
  return app;
}

function makeFastify({ settings }: Service, logger: Logger, keyPair?: KeyPair): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = logger;
  const options = {
    loggerInstance,
    trustProxy: settings.trustProxy,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_MS,
    bodyLimit: JSON_BYTES,
    // When Fastify closes, the responses are sent: only idle connections are still open.
    forceCloseConnections: true,
    // The service refuses these requests instead, so that they get problem details too.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1000 },
  };
  const app: FastifyInstance = keyPair ? fastify({ ...options, https: keyPair }) : fastify(options);
  app.server.maxConnections = MAX_CONNECTIONS;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  return app;
}

/**
 * Adds what happens for every request. The hooks run in this order: each refusal is sent with the
 * security headers, and is logged.
 */
async function addHooks(app: FastifyInstance, service: Service): Promise<void> {
  handleErrors(app);
  observeRequests(app, service);
  await registerSecurity(app, service.settings);
  registerAccessControl(app, service.settings);
  app.addHook('onRequest', (_request, _reply, done) => {
    service.checkOpen();
    done();
  });
}

/** Passes recordings on as streams, so that they are not held in memory. */
async function acceptRecordings(app: FastifyInstance, { settings }: Service): Promise<void> {
  const { maxUploadMb, maxFiles } = settings;
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fileSize: maxUploadMb * 1_000_000,
      files: maxFiles,
      fields: 20,
      fieldSize: 10_000,
      fieldNameSize: 100,
      headerPairs: 50,
    },
  });
  const types = /^(audio\/|video\/|application\/(octet-stream|ogg)\b)/;
  app.addContentTypeParser(types, (_request, payload, done) => {
    done(null, payload);
  });
}

async function addRoutes(
  app: FastifyInstance,
  service: Service,
  streams: EventStreams,
): Promise<void> {
  await describeApi(app, service.settings.token !== undefined);
  await app.register(
    (api, _options, done) => {
      addClassify(api, service);
      addLive(api, service);
      addModels(api, service, streams);
      addOperations(api, service);
      addOpenApi(api);
      done();
    },
    { prefix: '/api/v1' },
  );
  addGradio(app, service, streams);
  await addPage(app, service.settings);
}
