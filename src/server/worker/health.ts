import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { FileError } from '../../errors.js';
import type { QueueConnection } from '../../queue/index.js';
import { urlHost } from '../lan-address.js';
import type { ModelShelf } from './model-shelf.js';
import type { QueueServers } from './queue-servers.js';
import type { WorkerMetrics } from './worker-metrics.js';
import type { WorkerSettings } from './worker-settings.js';

/** What the health of a worker tells about. */
export type HealthParts = {
  readonly connection: QueueConnection;
  readonly shelf: ModelShelf;
  readonly servers: QueueServers;
  readonly metrics: WorkerMetrics;
};

/** Redis must answer within this time, in milliseconds. */
const PING_MS = 2000;

/** Serves `/health` and `/metrics`, if the settings name a port. */
export async function openHealth(
  { healthPort, healthHost }: WorkerSettings,
  parts: HealthParts,
): Promise<{ readonly address: string; readonly close: () => Promise<void> } | undefined> {
  if (healthPort === undefined) return undefined;
  const app = fastify({ logger: false, forceCloseConnections: true });
  addRoutes(app, parts);
  await app.listen({ host: healthHost, port: healthPort }).catch((error: unknown) => {
    throw new FileError(
      'file-not-writable',
      `Could not listen on ${healthHost}, port ${healthPort}: ${error instanceof Error ? error.message : String(error)}. Choose another --health-port or --health-host.`,
      { cause: error },
    );
  });
  const { port } = app.server.address() as AddressInfo;
  return { address: `http://${urlHost(healthHost)}:${port}`, close: () => app.close() };
}

function addRoutes(
  app: FastifyInstance,
  { connection, shelf, servers, metrics }: HealthParts,
): void {
  app.get('/health', async (_request, reply) => {
    const isConnected = await answers(connection);
    const models = shelf.models.map(([, { name }]) => name);
    const { running } = servers;
    const status = isConnected ? 'ok' : 'redis-unreachable';
    return reply.code(isConnected ? 200 : 503).send({ status, models, running });
  });
  app.get('/metrics', async (_request, reply) => {
    const { type, text } = await metrics.expose();
    return reply.type(type).send(text);
  });
}

async function answers({ redis }: QueueConnection): Promise<boolean> {
  const tooLate = new Promise<false>((resolve) => {
    setTimeout(resolve, PING_MS, false).unref();
  });
  return await Promise.race([redis.ping().then(() => true), tooLate]).catch(() => false);
}
