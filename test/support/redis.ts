import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** How a Redis for a test is started. */
export type RedisOptions = {
  /** As it stands in an address. */
  readonly password?: string;
  /** Files of a certificate; Redis then speaks TLS only. */
  readonly tls?: { readonly cert: string; readonly key: string };
};

/** A Redis of a test, which keeps every write on the disk. */
export type TestRedis = {
  readonly address: string;
  readonly folder: string;
  /** Ends it without warning and starts it again with what it wrote. */
  readonly restart: (pauseMs?: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Starts a Redis on a free port of the loopback, with its data in a temporary folder. */
export async function startRedis(options: RedisOptions = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-redis-'));
  const port = await freePort();
  const { password, tls } = options;
  const secret = password === undefined ? '' : `:${password}@`;
  const address = `${tls ? 'rediss' : 'redis'}://${secret}localhost:${port}`;
  let server = await launch(argumentsOf(port, folder, options));
  await answers(address);
  const kill = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  return {
    address,
    folder,
    restart: async (pauseMs = 0) => {
      await kill('SIGKILL');
      await sleep(pauseMs);
      server = await launch(argumentsOf(port, folder, options));
      await answers(address);
    },
    stop: async () => {
      await kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function argumentsOf(port: number, folder: string, { password, tls }: RedisOptions): string[] {
  const files = tls && ['--tls-cert-file', tls.cert, '--tls-key-file', tls.key];
  return [
    ...(tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)]),
    ...(files ? [...files, '--tls-ca-cert-file', tls.cert, '--tls-auth-clients', 'no'] : []),
    ...['--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    ...['--appendonly', 'yes', '--appendfsync', 'always'],
    ...(password === undefined ? [] : ['--requirepass', decodeURIComponent(password)]),
  ];
}

async function launch(words: readonly string[]): Promise<ChildProcess> {
  const server = spawn('redis-server', words, { stdio: 'ignore' });
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(
      'These tests need redis-server. Install it: apt-get install redis-server, brew install redis, or dnf install redis.',
      { cause: error },
    );
  });
  await Promise.race([once(server, 'spawn'), failed]);
  return server;
}

/** Waits until Redis has read its file. */
async function answers(address: string): Promise<void> {
  const redis = new Redis(address, {
    maxRetriesPerRequest: null,
    retryStrategy: () => 50,
    // The test checks the certificate elsewhere.
    ...(address.startsWith('rediss:') && { tls: { rejectUnauthorized: false } }),
  });
  redis.on('error', () => undefined);
  while ((await redis.ping().catch(() => 'LOADING')) !== 'PONG') await sleep(50);
  redis.disconnect();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
}
