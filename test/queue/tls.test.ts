import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { QueueConnection } from '../../src/queue/index.js';
import { selfSignedCertificate } from '../../src/server/tls/index.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const PASSWORD = 'p:ss/word@1';

let folder: string;
let redis: TestRedis;
let caFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-tls-'));
  const { cert, key } = await selfSignedCertificate(join(folder, 'pair.pem'), ['localhost']);
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await writeFile(tls.cert, cert);
  await writeFile(tls.key, key);
  caFile = tls.cert;
  redis = await startRedis({ tls, password: encodeURIComponent(PASSWORD) });
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a queue with TLS and a password is used if its certificate is trusted', async () => {
  const connection = await QueueConnection.open({ address: redis.address, caFile });
  expect(await connection.redis.ping()).toBe('PONG');
  await connection.close();
});

test.each([
  ['its certificate is not trusted', (address: string) => ({ address })],
  [
    'the password is wrong',
    (address: string) => ({ address: address.replace(/:[^:]*@/, ':wrong-secret@'), caFile }),
  ],
])('it is refused in words without the password if %s', async (_name, where) => {
  const open = QueueConnection.open(where(redis.address));
  const error = await open.catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({ code: 'queue-unavailable' });
  expect((error as Error).message).toContain('Could not use Redis at rediss://localhost:');
  expect((error as Error).message).not.toMatch(/secret|ss%2Fword|ss\/word/);
});
