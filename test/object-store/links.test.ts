import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LinkSigner, openObjectStore } from '../../src/object-store/index.js';
import { startTestServer, type TestServer } from '../server/start-test-server.js';
import { SECRET, temporaryFolder } from './stores.js';

let folder: string;
let server: TestServer;
let objects: string;
const links = new LinkSigner(SECRET);

beforeAll(async () => {
  folder = await temporaryFolder();
  const settings = { objectFolder: join(folder, 'objects'), objectSecret: SECRET };
  server = await startTestServer({ ...settings, token: 'a token of the tests', rateLimit: '5' });
  objects = `${server.address}/api/v1/objects`;
  const store = await openObjectStore(objects, { secret: SECRET });
  await store.put('one', new Blob(['first']));
  await store.put('two', new Blob(['second']));
  await store.close();
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const ask = async (link: string, method = 'GET') => {
  const response = await fetch(`${objects}/${link}`, { method });
  const text = await response.text();
  const { code } = response.ok ? {} : (JSON.parse(text) as { code?: string });
  return { status: response.status, code, text };
};

test('a link reads its object without a token, more often than other requests may be sent', async () => {
  const link = links.sign('GET', 'one', 60);
  for (let count = 0; count < 8; count++)
    expect(await ask(link)).toMatchObject({ status: 200, text: 'first' });
});

test.each([
  ['another object', (link: string) => link.replace('one?', 'two?')],
  [
    'a later expiry',
    (link: string) => link.replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 1}`),
  ],
  ['another signature', (link: string) => link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
  ['no signature', (link: string) => link.replace(/&signature.*/, '')],
  ['a longer signature', (link: string) => `${link}AA`],
])('a link that was changed to %s is refused', (_name, change) => {
  const [key, query] = change(links.sign('GET', 'one', 60)).split('?');
  const parameters = new URLSearchParams(query);
  const given = {
    expires: parameters.get('expires') ?? '',
    signature: parameters.get('signature') ?? '',
  };
  expect(() => {
    links.verify('GET', key ?? '', given);
  }).toThrow(expect.objectContaining({ code: 'store-link-refused' }));
});

test('the server refuses a changed link, an expired one and other methods', async () => {
  const link = links.sign('GET', 'one', 60);
  const refused = { status: 403, code: 'store-link-refused' };
  expect(await ask(link.replace('one?', 'two?'))).toMatchObject(refused);
  expect(await ask(link, 'DELETE')).toMatchObject(refused);
  const expiring = links.sign('GET', 'one', 0.001);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(await ask(expiring)).toMatchObject({ status: 403, code: 'store-link-expired' });
});

test('a worker without a secret reads by a link and can do nothing else', async () => {
  const store = await openObjectStore(objects);
  const blob = await store.get(links.sign('GET', 'one', 60));
  expect(await blob.text()).toBe('first');
  const refused = { code: 'store-refused' };
  await expect(store.get('one')).rejects.toMatchObject(refused);
  await expect(store.delete('one')).rejects.toMatchObject(refused);
  await store.close();
});

test('another secret opens nothing', async () => {
  const store = await openObjectStore(objects, { secret: 'another secret of the tests' });
  await expect(store.get('one')).rejects.toMatchObject({ code: 'store-link-refused' });
  await expect(store.sweep(0)).rejects.toMatchObject({ code: 'store-link-refused' });
  await store.close();
});

test('a server without the settings has no objects', async () => {
  const plain = await startTestServer();
  const store = await openObjectStore(`${plain.address}/api/v1/objects`, { secret: SECRET });
  await expect(store.get('one')).rejects.toThrow('--object-folder');
  await store.close();
  await plain.close();
});

test('a secret that is short is refused', async () => {
  await expect(openObjectStore(objects, { secret: 'short' })).rejects.toThrow(RangeError);
  await expect(startTestServer({ objectFolder: folder })).rejects.toThrow('--object-secret');
});
