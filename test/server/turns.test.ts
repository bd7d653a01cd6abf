import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { JobQueue } from '../../src/server/service/job-queue.js';
import { makeWav } from '../support/make-wav.js';
import { form, recording, startTestServer, type TestServer } from './start-test-server.js';

const { signal } = new AbortController();
const by = (client: string) => ({ client, signal });

describe('a turn that takes long', () => {
  const SLICE = 0.03;
  /** Work in steps that passes its gate before each of them. */
  const steps = (queue: JobQueue, client: string, count: number, done: string[]) =>
    queue.hold(by(client), (takeTurn) =>
      takeTurn(async (gate) => {
        for (let at = 0; at < count; at++) {
          await gate.pass(signal);
          await sleep(10);
        }
        done.push(client);
      }),
    );

  test('waits for the short turns of other clients, and goes on', async () => {
    const queue = new JobQueue(100, SLICE);
    const done: string[] = [];
    const long = steps(queue, 'greedy', 60, done);
    await sleep(100);
    await Promise.all([steps(queue, 'modest', 1, done), steps(queue, 'other', 1, done)]);
    expect(done).toEqual(['modest', 'other']);
    await long;
    expect(done).toEqual(['modest', 'other', 'greedy']);
    expect(queue.size).toBe(0);
  });

  test('does not wait for other turns of its client', async () => {
    const queue = new JobQueue(100, SLICE);
    const done: string[] = [];
    const first = steps(queue, 'greedy', 20, done);
    await sleep(100);
    await steps(queue, 'greedy', 1, done);
    await first;
    expect(done).toHaveLength(2);
  });

  test('runs alternately with another that takes long', async () => {
    const queue = new JobQueue(100, SLICE);
    const done: string[] = [];
    const first = steps(queue, 'a', 30, done);
    await sleep(100);
    const second = steps(queue, 'b', 10, done);
    await Promise.all([first, second]);
    expect(done).toEqual(['b', 'a']);
  });

  test('frees its place if it ends while it waits', async () => {
    const queue = new JobQueue(100, SLICE);
    const gone = new AbortController();
    const left = queue.hold({ client: 'greedy', signal: gone.signal }, (takeTurn) =>
      takeTurn(async (gate) => {
        for (;;) {
          await gate.pass(gone.signal);
          await sleep(10);
        }
      }),
    );
    await sleep(100);
    const done: string[] = [];
    const other = steps(queue, 'modest', 20, done);
    await sleep(100);
    gone.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await other;
    await steps(queue, 'third', 1, done);
    expect(done).toEqual(['modest', 'third']);
    expect(queue.size).toBe(0);
  });
});

// Only on Linux, the loopback has more than one address without further ado.
describe.skipIf(process.platform !== 'linux')('a recording that computes for long', () => {
  let server: TestServer;
  afterEach(() => server.close());

  /** Nothing of it is speech, so that all of it is searched. */
  const silence = (seconds: number) => Buffer.from(makeWav(seconds, () => 0, 8000));

  /** Sends a recording from another address of the loopback. */
  const send = (body: Buffer) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const url = new URL('/api/v1/classify', server.address);
      const options = { method: 'POST', localAddress: '127.0.0.2' };
      const sent = request(url, options, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () => {
          resolve({ status: response.statusCode, text });
        });
      });
      sent.on('error', reject).setHeader('content-type', 'audio/wav').end(body);
    });

  const untilQueued = (count: number) =>
    vi.waitFor(async () => {
      expect((await server.api('/ready')).body['queued']).toBe(count);
    });

  /** Stops the process that computes while recordings are sent, so that its speed does not matter. */
  const whileStopped = async (work: () => Promise<void>) => {
    const pid = server.enginePid() ?? 0;
    process.kill(pid, 'SIGSTOP');
    await work();
    process.kill(pid, 'SIGCONT');
  };

  test('does not hold up the recordings of others', async () => {
    server = await startTestServer();
    await server.load();
    const answered: string[] = [];
    const answers: Promise<unknown>[] = [];
    await whileStopped(async () => {
      answers.push(send(silence(120)).finally(() => answered.push('slow')));
      await untilQueued(1);
      await sleep(2500);
      const quick = server.api('/classify', form(['a.wav', recording()]));
      answers.push(quick.finally(() => answered.push('quick')));
      await untilQueued(2);
    });
    const [slow, quick] = await Promise.all(answers);
    expect(slow).toMatchObject({ status: 200 });
    expect(quick).toMatchObject({ status: 200 });
    expect(answered).toEqual(['quick', 'slow']);
  });

  test('is computed anew if another recording ends the process while it waits', async () => {
    server = await startTestServer();
    await server.load();
    const answers: Promise<unknown>[] = [];
    await whileStopped(async () => {
      answers.push(send(silence(120)));
      await untilQueued(1);
      await sleep(2500);
      answers.push(server.api('/classify', form(['b.wav', new Blob([silence(900)])])));
      await untilQueued(2);
    });
    await sleep(2000);
    process.kill(server.enginePid() ?? 0, 'SIGKILL');
    const [slow, fatal] = await Promise.all(answers);
    expect(fatal).toMatchObject({ status: 500, body: { code: 'engine-failed' } });
    expect(slow).toMatchObject({ status: 200 });
  });
});
