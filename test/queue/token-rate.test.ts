import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestServer } from '../server/start-test-server.js';
import { TestQueue } from './start-queue.js';

const TOKEN = 'the-secret-of-operators';
const USER_TOKEN = 'the-secret-of-clients';

let queue: TestQueue;
let servers: readonly TestServer[];

beforeAll(async () => {
  queue = await TestQueue.start();
  const flags = { token: TOKEN, userToken: USER_TOKEN, tokenRateLimit: '3', rateLimit: '0' };
  servers = [await queue.serve(flags), await queue.serve(flags)];
}, 120_000);
afterAll(() => queue.stop());

test('requests with a token are counted over all servers of a queue, and other tokens apart', async () => {
  const ask = async (server: number, token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return await servers[server]?.api('/models', { headers });
  };
  const found = [];
  for (const server of [0, 1, 0, 1, 0]) found.push(await ask(server, USER_TOKEN));
  expect(found.map((each) => each?.status)).toEqual([200, 200, 200, 429, 429]);
  expect(found[4]?.body).toMatchObject({ code: 'rate-limited' });
  expect((await ask(1, TOKEN))?.status).toBe(200);
});
