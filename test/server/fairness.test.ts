import { Readable } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EventStreams } from '../../src/server/http/event-streams.js';
import { clientOfAddress } from '../../src/server/http/client-address.js';
import { TokenAttempts } from '../../src/server/http/token-attempts.js';
import { BrowserSessions } from '../../src/server/http/browser-sessions.js';
import { JobQueue } from '../../src/server/service/job-queue.js';
import { UploadFolder } from '../../src/server/uploads/index.js';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { form, recording, startTestServer } from './start-test-server.js';

const { signal } = new AbortController();
const by = (client: string) => ({ client, signal });

describe('the places of the queue', () => {
  test('are not all held by one client', async () => {
    const queue = new JobQueue(8);
    let end: () => void = () => undefined;
    const forever = new Promise<void>((resolve) => (end = resolve));
    const held = Array.from({ length: 6 }, () => queue.hold(by('greedy'), () => forever));
    expect(() => {
      queue.check('greedy');
    }).toThrow(expect.objectContaining({ code: 'queue-full' }));
    const other = queue.hold(by('modest'), () => Promise.resolve('served'));
    expect(await other).toBe('served');
    end();
    await Promise.all(held);
    expect(queue.size).toBe(0);
  });

  test('are followed by turns for the client whose turns took the least time', async () => {
    const queue = new JobQueue(100);
    const order: string[] = [];
    const job = (client: string, milliseconds: number) =>
      queue.hold(by(client), (takeTurn) =>
        takeTurn(async () => {
          order.push(client);
          await new Promise((resolve) => setTimeout(resolve, milliseconds));
        }),
      );
    const jobs = Array.from({ length: 5 }, () => job('greedy', 40));
    jobs.push(job('modest', 5), job('modest', 5), job('modest', 5));
    await Promise.all(jobs);
    expect(order.slice(0, 4)).toEqual(['greedy', 'modest', 'modest', 'modest']);
  });
});

describe('uploads', () => {
  let folder: UploadFolder | undefined;
  afterEach(() => folder?.dispose());
  const send = (client: string, bytes: number) =>
    folder?.receive(Readable.from([Buffer.alloc(bytes)]), {
      ...by(client),
      isTruncated: () => false,
    });

  test('of one client leave room for those of others, and give it back', async () => {
    folder = await UploadFolder.open({ largestBytes: 100_000, maxFiles: 10 });
    const kept = [];
    for (let at = 0; at < 4; at++) kept.push(await send('greedy', 100_000));
    await expect(send('greedy', 100_000)).rejects.toMatchObject({ code: 'uploads-full' });
    const other = await send('modest', 100_000);
    for (const each of [...kept, other]) await each?.remove();
    expect(folder.files).toBe(0);
    await (await send('greedy', 100_000))?.remove();
  });

  test('are counted by number, too', async () => {
    folder = await UploadFolder.open({ largestBytes: 10_000_000, maxFiles: 4 });
    for (let at = 0; at < 20; at++) await send('greedy', 1);
    await expect(send('greedy', 1)).rejects.toMatchObject({
      code: 'uploads-full',
      retryAfterSeconds: 600,
    });
    await send('modest', 1);
  });
});

describe('event streams', () => {
  test('of one client are limited', () => {
    const streams = new EventStreams(8);
    const open = [streams.open('greedy'), streams.open('greedy')];
    expect(() => streams.open('greedy')).toThrow(expect.objectContaining({ code: 'streams-full' }));
    expect(streams.open('modest')).toBeDefined();
    expect(open).toHaveLength(2);
    streams.endAll();
  });

  test('that nobody reads are ended before they fill the memory', async () => {
    const stream = new EventStreams().open('asleep');
    const closed = new Promise<void>((resolve) => {
      stream.onClose(resolve);
    });
    for (let at = 0; at < 200; at++) stream.send('x'.repeat(10_000));
    await closed;
  });
});

test.skipIf(process.platform !== 'linux')(
  'one client cannot open all connections, and others are served',
  async () => {
    const server = await startTestServer({ connections: '8' });
    const { port } = new URL(server.address);
    const sockets: Socket[] = [];
    try {
      for (let at = 0; at < 40; at++) {
        const socket = connect({
          port: Number(port),
          host: '127.0.0.1',
          localAddress: '127.0.0.2',
        });
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        sockets.push(socket);
      }
      await vi.waitFor(() => {
        expect(
          sockets.filter(({ destroyed, readableEnded }) => destroyed || readableEnded).length,
        ).toBe(32);
      });
      await server.load();
      expect(await server.api('/classify', form(['a.wav', recording()]))).toMatchObject({
        status: 200,
      });
    } finally {
      for (const socket of sockets) socket.destroy();
      await server.close();
    }
  },
);

test.each([
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  [undefined, 'unknown'],
])('the address %s counts as the client %s', (address, client) => {
  expect(clientOfAddress(address)).toBe(client);
});

test('wrong tokens are forgotten after a minute', () => {
  let now = 0;
  const attempts = new TokenAttempts(() => now);
  const send = (token: string) =>
    attempts.check({ ip: '192.0.2.1' }, () => (token === 'right' ? token : undefined));
  for (let at = 0; at < 20; at++) expect(send('wrong')).toBeUndefined();
  expect(() => send('wrong')).toThrow(expect.objectContaining({ code: 'rate-limited' }));
  expect(() => send('right')).toThrow();
  expect(attempts.check({ ip: '192.0.2.2' }, () => 'right')).toBe('right');
  now = 60_001;
  expect(attempts.check({ ip: '192.0.2.1' }, () => 'right')).toBe('right');
});

test('a session ends by itself', () => {
  let now = 0;
  const sessions = new BrowserSessions(() => now);
  const { value, ageSeconds } = sessions.begin('classifier');
  expect(sessions.roleOf(value)).toBe('classifier');
  now = ageSeconds * 1000 + 1;
  expect(sessions.roleOf(value)).toBeUndefined();
});
