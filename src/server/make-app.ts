import multipart from '@fastify/multipart';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { addGradio } from './gradio/index.js';
import { answerErrors } from './http/errors.js';
import { guardDoor } from './http/access-control.js';
import { ResponsesInFlight } from './http/responses-in-flight.js';
import { secure } from './http/security.js';
import { addClassify } from './routes/classify.js';
import { addModels } from './routes/models.js';
import { addOpenApi, describeApi } from './routes/openapi.js';
import { addOperations } from './routes/operations.js';
import { addPage } from './routes/page.js';
import { logRequests } from './logger.js';
import type { Service } from './service.js';

/** A client that takes longer to send its request is cut off. In milliseconds. */
const REQUEST_MS = 300_000;
/** Connections at once; each costs a little memory. */
const MOST_CONNECTIONS = 1000;
/** Of JSON; recordings are not JSON. In bytes. */
const JSON_BYTES = 1 << 20;

/** Builds the HTTP side of a server around its service. */
export async function makeApp(service: Service, logger: Logger): Promise<FastifyInstance> {
  const { settings } = service;
  const loggerInstance: FastifyBaseLogger = logger;
  const app: FastifyInstance = fastify({
    loggerInstance,
    trustProxy: settings.trustProxy,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_MS,
    bodyLimit: JSON_BYTES,
    // At the end every answer has been sent or given up: what is open then are kept connections.
    forceCloseConnections: true,
    // Refused by the service instead, with a problem like every other.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1000 },
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const answers = new ResponsesInFlight(app);
  answerErrors(app);
  logRequests(app);
  service.metrics.follow(app);
  await secure(app, settings);
  guardDoor(app, settings);
  app.addHook('onRequest', (_request, _reply, done) => {
    service.checkOpen();
    done();
  });
  await takeRecordings(app, service);
  await describeApi(app, settings.token !== undefined);
  await app.register(
    (api, _options, done) => {
      addClassify(api, service);
      addModels(api, service);
      addOperations(api, service);
      addOpenApi(api);
      done();
    },
    { prefix: '/api/v1' },
  );
  addGradio(app, service);
  await addPage(app, settings);
  app.addHook('preClose', async () => {
    await service.close(() => answers.drained());
  });
  return app;
}

/** Lets recordings through as streams: nothing of them is held in memory. */
async function takeRecordings(app: FastifyInstance, { settings }: Service): Promise<void> {
  const { maxUploadMb, maxFiles } = settings;
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fileSize: maxUploadMb * 1_000_000,
      files: maxFiles,
      ...{ fields: 20, fieldSize: 10_000, fieldNameSize: 100, headerPairs: 50 },
    },
  });
  const types = /^(audio\/|video\/|application\/(octet-stream|ogg)\b)/;
  app.addContentTypeParser(types, (_request, payload, done) => {
    done(null, payload);
  });
}
