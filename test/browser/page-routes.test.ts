import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPage } from '../../src/server/routes/page.js';

let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wav2emo-page-'));
  for (const name of ['b.wav', 'a.flac', 'NOTICE.txt', '.hidden.wav'])
    writeFileSync(join(folder, name), name);
  app = fastify();
  const settings = { maxConversationMb: 700, maxUploadMb: 5, noModel: true };
  await addPage(app, settings, { page: join(folder, 'none'), examples: folder });
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

test('the page reads the largest upload and the examples before anything is sent', async () => {
  const settings = (await app.inject('/page.json')).json<Record<string, unknown>>();
  expect(settings).toMatchObject({
    maxConversationMb: 700,
    maxUploadMb: 5,
    loadsOnDemand: false,
    needsToken: false,
  });
  expect(settings['examples']).toEqual(['a.flac', 'b.wav']);
});

test('examples are served, other files of their folder and outside of it are not', async () => {
  const status = async (path: string) => (await app.inject(path)).statusCode;
  expect((await app.inject('/examples/a.flac')).body).toBe('a.flac');
  expect(await status('/examples/NOTICE.txt')).toBe(404);
  expect(await status('/examples/.hidden.wav')).toBe(404);
  expect(await status('/examples/none.flac')).toBe(404);
  expect(await status('/examples/..%2f..%2fetc%2fpasswd')).not.toBe(200);
});

test('without a folder of examples there are none', async () => {
  const bare = fastify();
  const none = join(folder, 'none');
  await addPage(
    bare,
    { maxConversationMb: 700, maxUploadMb: 5, noModel: false },
    { page: none, examples: none },
  );
  expect((await bare.inject('/page.json')).json()).toMatchObject({ examples: [] });
  expect((await bare.inject('/examples/a.flac')).statusCode).toBe(404);
  await bare.close();
});
