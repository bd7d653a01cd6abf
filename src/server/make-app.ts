import type { Socket } from 'node:net';
import multipart from '@fastify/multipart';
import fastify, {
  type ConnectionError,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  errorCodes,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { addGradio } from './gradio/index.js';
import { registerAccessControl } from './http/access-control.js';
import { parserProblem, sendBare, sendOverSocket } from './http/bare-problem.js';
import { clientOfAddress } from './http/client-address.js';
import { endLeftovers } from './http/end-leftovers.js';
import { handleErrors } from './http/errors.js';
import { limitConnections } from './http/limit-connections.js';
import { limitTokens } from './http/limit-tokens.js';
import { logRefusal, logRefusedConnection } from './http/log-refusal.js';
import { EventStreams } from './http/event-streams.js';
import { observeRequests } from './http/observe-requests.js';
import { ResponsesInFlight } from './http/responses-in-flight.js';
import { registerSecurity } from './http/security.js';
import { traceRequests } from './http/trace-requests.js';
import { addAdaptations } from './routes/adaptations.js';
import { addBaselines } from './routes/baselines.js';
import { acceptWebSockets, addLive } from './live/index.js';
import { addClassify } from './routes/classify.js';
import { addConversations } from './routes/conversations.js';
import { addModels } from './routes/models.js';
import { addObjects } from './routes/objects.js';
import { addOpenApi, describeApi } from './routes/openapi.js';
import { addOperations } from './routes/operations.js';
import { addPage } from './routes/page.js';
import type { Service } from './service/index.js';
import type { KeyPair } from './tls/index.js';

/** Longest time in which a client may send a request, in milliseconds. */
const REQUEST_MS = 300_000;
/** Largest number of connections at once; each needs a little memory. */
const MAX_CONNECTIONS = 1000;
/** Longest time in which a client may send the headers of a request, in milliseconds. */
const HEADERS_MS = 20_000;
/** How often Node closes the connections that are over these times, in milliseconds. */
const CHECK_MS = 5000;
/** A body may be this many times larger than its limit and is still read to its end. */
const LEFTOVER_FACTOR = 4;
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
  const streams = new EventStreams(service.settings.connections);
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
    // A list without entries would trust nobody, too, but read the headers.
    trustProxy: settings.trustProxy.length > 0 && settings.trustProxy,
    frameworkErrors: refuseBadTarget,
    clientErrorHandler: refuseUnparsed,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_MS,
    bodyLimit: JSON_BYTES,
    // When Fastify closes, the responses are sent: only idle connections are still open.
    forceCloseConnections: true,
    // The service refuses these requests instead, so that they get problem details too.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1000 },
  };
  const server = { headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_MS };
  const app: FastifyInstance = keyPair
    ? fastify({ ...options, https: { ...keyPair, ...server } })
    : fastify({ ...options, http: server });
  app.server.maxConnections = MAX_CONNECTIONS;
  limitConnections(app, settings);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  return app;
}

/** Answers a target that the router cannot decode, e.g. `/%`. */
function refuseBadTarget(
  { code }: { readonly code: string },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem = parserProblem(code);
  logRefusal(request, problem);
  sendBare(reply.raw, problem);
}

/** Answers what Node's parser refuses: bytes that are not HTTP, or too slow, or headers too long. */
function refuseUnparsed(this: FastifyInstance, error: ConnectionError, socket: Socket): void {
  const client = clientOfAddress(socket.remoteAddress);
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = parserProblem(error.code);
  logRefusedConnection(this.log, client, problem);
  sendOverSocket(socket, problem);
}

/**
 * Adds what happens for every request. The hooks run in this order: each refusal is sent with the
 * security headers, and is logged.
 */
async function addHooks(app: FastifyInstance, service: Service): Promise<void> {
  handleErrors(app);
  endLeftovers(app, LEFTOVER_FACTOR * service.settings.maxUploadMb * 1_000_000);
  observeRequests(app, service);
  traceRequests(app);
  await registerSecurity(app, service.settings, service.redis);
  registerAccessControl(app, service.settings);
  limitTokens(app, service.settings);
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
  app.removeContentTypeParser('text/plain');
  // Programs that name no type, and curl, which names that of a form: the content tells the format.
  app.addContentTypeParser(['application/x-www-form-urlencoded', '*'], (request, payload, done) => {
    if (isUpload(request)) done(null, payload);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type'] ?? ''));
  });
}

/** Routes whose body is a recording if it is no form. */
const UPLOAD_ROUTES: ReadonlySet<string> = new Set([
  '/api/v1/classify',
  '/api/v1/baselines',
  '/api/v1/conversations',
  '/gradio_api/upload',
]);

function isUpload({ routeOptions: { url = '' }, headers }: FastifyRequest): boolean {
  return UPLOAD_ROUTES.has(url) && !/^multipart\//i.test(headers['content-type'] ?? '');
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
      addBaselines(api, service);
      addConversations(api, service, streams);
      addAdaptations(api, service, streams);
      addLive(api, service);
      addModels(api, service, streams);
      addOperations(api, service);
      addObjects(api, service);
      addOpenApi(api);
      done();
    },
    { prefix: '/api/v1' },
  );
  addGradio(app, service, streams);
  await addPage(app, service.settings);
}
