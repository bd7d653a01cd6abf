import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { ServerError } from '../problem/index.js';
import { webSocketUpgrades } from './upgrades.js';
import type { Service } from '../service/index.js';
import { LIVE_LIMITS } from './limits.js';
import { LiveConnection } from './live-connection.js';

/** How often the limits of time are checked, in milliseconds. */
const TICK_MS = 1000;

/** Lets the server accept WebSockets, before the routes are added. */
export async function acceptWebSockets(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: {
      server: webSocketUpgrades(app.server),
      // The named error comes first, for what is not absurdly large.
      maxPayload: 2 * LIVE_LIMITS.messageBytes,
      perMessageDeflate: false,
    },
    // The sessions end by themselves, with their results so far.
    preClose: (done) => {
      done();
    },
    errorHandler: (_error, socket) => {
      socket.terminate();
    },
  });
}

/** Adds `GET /live`, a WebSocket. */
export function addLive(app: FastifyInstance, service: Service): void {
  const sessions = service.live;
  const sessionSeconds = 60 * service.settings.liveMinutes;
  const open = new Set<LiveConnection>();
  const clock = setInterval(() => {
    const now = performance.now();
    for (const connection of open) connection.tick(now);
  }, TICK_MS).unref();
  sessions.closing.addEventListener('abort', () => {
    for (const connection of open) connection.end();
  });
  app.addHook('onClose', (_app, done) => {
    clearInterval(clock);
    done();
  });
  app.route({
    method: 'GET',
    url: '/live',
    schema: LIVE,
    handler: () => {
      throw new ServerError(
        'upgrade-required',
        'Expected a WebSocket, found a plain request. Connect to the same address with ws:// or wss://.',
      );
    },
    wsHandler: (socket, { log }) => {
      const connection = new LiveConnection(socket, { sessions, log, sessionSeconds }, () => {
        open.delete(connection);
      });
      open.add(connection);
    },
  });
}

const LIVE = {
  operationId: 'live',
  tags: ['classify'],
  summary: 'Classify speech while somebody speaks (WebSocket)',
  description:
    'A WebSocket: the settings as JSON first, then frames of PCM as binary messages; measurements ' +
    'and utterances come back as JSON. OpenAPI cannot describe messages: docs/reference/live.md does.',
};
