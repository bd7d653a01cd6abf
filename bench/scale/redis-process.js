import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** The password of the Redis of a run, which only this machine can reach. */
const PASSWORD = 'only-for-this-run';

/**
 * Starts a Redis with an append-only file, as deploy/compose.yaml does.
 *
 * @param {string} folder for its file
 */
export async function startRedis(folder) {
  const port = await freePort();
  let server = launch(port, folder);
  const client = new Redis({ port, password: PASSWORD, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await client.ping();
  return {
    port,
    password: PASSWORD,
    client,
    address: addressOf(port),
    /** Ends it without warning, and starts it again with what it wrote. */
    restart: async (pauseMs) => {
      server.kill('SIGKILL');
      await once(server, 'exit');
      await sleep(pauseMs);
      server = launch(port, folder);
      await client.ping();
    },
    stop: async () => {
      client.disconnect();
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
}

/** @param {number} port */
export const addressOf = (port) => `redis://:${PASSWORD}@127.0.0.1:${port}`;

function launch(port, folder) {
  const server = spawn(
    'redis-server',
    [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--requirepass', PASSWORD],
      ...['--maxmemory-policy', 'noeviction'],
    ],
    { stdio: 'ignore' },
  );
  server.once('error', (cause) => {
    throw new Error('This needs redis-server. Install it, e.g. apt-get install redis-server.', {
      cause,
    });
  });
  return server;
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}
