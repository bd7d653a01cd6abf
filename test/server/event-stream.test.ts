import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventStream } from '../../src/server/http/event-stream.js';
import { EventStreams } from '../../src/server/http/event-streams.js';

const STATE_BYTES = 200_000;
let app: FastifyInstance;
let streams: EventStreams;
let stream: EventStream;

beforeEach(async () => {
  app = fastify({ forceCloseConnections: true });
  streams = new EventStreams();
  app.get('/', (_request, reply) => {
    stream = streams.open('a');
    stream.sendLatest('state', 'first');
    return stream.sendTo(reply);
  });
  await app.listen({ port: 0 });
});

afterEach(() => app.close());

async function connect(): Promise<IncomingMessage> {
  const { port } = app.server.address() as AddressInfo;
  const [response] = (await once(get({ port }), 'response')) as [IncomingMessage];
  return response;
}

async function read(response: IncomingMessage): Promise<string[]> {
  let text = '';
  for await (const part of response) text += String(part);
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => block.replace(/^data: /, '').slice(0, 20));
}

test('a client that reads slowly gets the newest state, not all of them', async () => {
  const response = await connect();
  response.pause();
  for (let at = 0; at < 300; at++) {
    stream.sendLatest('state', `${at} ${'x'.repeat(STATE_BYTES)}`);
    if (at % 30 === 0) await sleep(5);
  }
  stream.sendLatest('state', 'last');
  setTimeout(() => {
    stream.end();
  }, 500);
  const messages = await read(response);
  expect(messages[0]).toBe('first');
  expect(messages.at(-1)).toBe('last');
  // The system's buffers take some megabytes of the 60; the server holds one state.
  expect(messages.length).toBeLessThan(150);
});

test('messages that must arrive do, after the states before them', async () => {
  const response = await connect();
  response.pause();
  for (let at = 0; at < 100; at++) stream.sendLatest('state', `${at} ${'x'.repeat(STATE_BYTES)}`);
  stream.sendLatest('other', 'other');
  stream.send('done');
  stream.sendLatest('state', 'after');
  stream.end();
  stream.send('too late');
  const messages = await read(response);
  expect(messages.slice(-4)).toEqual([expect.stringMatching(/^99 x/), 'other', 'done', 'after']);
  expect(streams.size).toBe(0);
});
