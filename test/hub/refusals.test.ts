import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CheckpointError, HubError } from '../../src/errors.js';
import { fetchSnapshot } from '../../src/hub/index.js';
import { errorOf, filesIn, hubWithFiles, REPOSITORY, temporaryFolder } from './hub-fixture.js';

test('a missing token is an error that says what to do', async () => {
  const { options } = await hubWithFiles({ token: 'hf_right' });
  const none = await errorOf(fetchSnapshot(options));
  expect(none).toBeInstanceOf(HubError);
  expect(none.code).toBe('hub-unauthorized');
  expect(none.message).toContain('HF_TOKEN');
  expect(none.message).toContain(`${options.settings.endpoint}/${REPOSITORY}`);
  const settings = { ...options.settings, token: 'hf_wrong' };
  const wrong = await errorOf(fetchSnapshot({ ...options, settings }));
  expect(wrong.code).toBe('hub-unauthorized');
  expect(JSON.stringify([wrong.message, wrong.stack, wrong.cause])).not.toContain('hf_wrong');
});

test('a token that no header can contain is refused and not repeated', async () => {
  const { server, options } = await hubWithFiles();
  const settings = { ...options.settings, token: 'hf_two\nlines' };
  const error = await errorOf(fetchSnapshot({ ...options, settings }));
  expect(error.code).toBe('hub-unauthorized');
  expect(String(error.stack)).not.toContain('hf_two');
  expect(server.requests).toEqual([]);
});

test('a repository or revision that does not exist is an error that names it', async () => {
  const { options } = await hubWithFiles();
  const model = await errorOf(fetchSnapshot({ ...options, repository: 'someone/nothing' }));
  expect([model.code, model.message]).toEqual([
    'hub-not-found',
    expect.stringContaining('someone/nothing at revision main'),
  ]);
  const revision = await errorOf(fetchSnapshot({ ...options, revision: 'feature/x' }));
  expect([revision.code, revision.message]).toEqual([
    'hub-not-found',
    expect.stringContaining(`${REPOSITORY} at revision feature/x`),
  ]);
});

test.each([
  [500, ''],
  [429, ''],
  [502, '/resolve/'],
])('status %i that passes is waited for (%s)', async (status, on) => {
  const { server, options } = await hubWithFiles();
  server.faults.refuse = { status, times: 2, on };
  expect((await fetchSnapshot(options)).files).toHaveLength(5);
  expect(server.faults.refuse.times).toBe(0);
});

test('repeated status 500 is a server error after four attempts', async () => {
  const { server, options } = await hubWithFiles();
  server.faults.refuse = { status: 500, times: 99 };
  const error = await errorOf(fetchSnapshot(options));
  expect(error.code).toBe('hub-server-error');
  expect(error.name).toBe('HubError');
  expect(server.requests).toHaveLength(4);
});

test('an address without a server is unreachable at once, and the error names it', async () => {
  const { server, options } = await hubWithFiles();
  await server.close();
  const error = await errorOf(fetchSnapshot(options));
  expect(error.code).toBe('hub-unreachable');
  expect(error.message).toContain(server.endpoint);
  expect(error.message).toContain('HF_ENDPOINT');
});

test('a name that does not resolve is unreachable', async () => {
  const { options } = await hubWithFiles();
  const settings = { ...options.settings, endpoint: 'http://hub.invalid' };
  expect((await errorOf(fetchSnapshot({ ...options, settings }))).code).toBe('hub-unreachable');
});

test('a login page in place of the hub is a server error that mentions it', async () => {
  const { server, options } = await hubWithFiles();
  server.faults.isPortal = true;
  const error = await errorOf(fetchSnapshot(options));
  expect([error.code, error.message]).toEqual([
    'hub-server-error',
    expect.stringContaining('login page'),
  ]);
});

test.each([
  [
    'an endless response',
    'longer than',
    (from: string) => ({ body: ' '.repeat(33 * 2 ** 20), next: from }),
  ],
  ['an endless listing', 'more than 100 pages', (from: string) => ({ body: '[]', next: from })],
])('%s is stopped', async (_, words, respond) => {
  const commit = 'a'.repeat(40);
  const server = createServer((request, response) => {
    const isInfo = request.url?.includes('/revision/');
    const { body, next } = respond(`http://${request.headers.host ?? ''}${request.url ?? ''}`);
    response.setHeader('link', `<${next}>; rel="next"`);
    response.end(isInfo ? JSON.stringify({ sha: commit }) : body);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { options } = await hubWithFiles();
  const settings = { ...options.settings, endpoint };
  const error = await errorOf(fetchSnapshot({ ...options, settings }));
  expect([error.code, error.message]).toEqual(['hub-server-error', expect.stringContaining(words)]);
});

test('another commit than the requested one is not accepted', async () => {
  const { server, options } = await hubWithFiles();
  const liar = createServer((_, response) => {
    response.end(JSON.stringify({ sha: server.commit() }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void liar.close());
  await once(liar, 'listening');
  const endpoint = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
  const settings = { ...options.settings, endpoint };
  const revision = 'b'.repeat(40);
  const error = await errorOf(fetchSnapshot({ ...options, settings, revision }));
  expect(error.message).toContain(`describes commit ${server.commit()}`);
});

test.each(['../evil', '/etc/evil', 'a\\..\\evil', 'C:evil', 'aux.txt', '.wav2emo/snapshot.json'])(
  'a listed file named %s is refused before anything is written',
  async (name) => {
    const { server, options } = await hubWithFiles();
    const folder = temporaryFolder();
    server.faults.extraNames = [name];
    const error = await errorOf(fetchSnapshot({ ...options, folder }));
    expect(error).toBeInstanceOf(CheckpointError);
    expect(error.message).toContain(JSON.stringify(name));
    expect(filesIn(folder)).toEqual([]);
    expect(server.requests.filter(({ path }) => path.includes('/resolve/'))).toEqual([]);
  },
);

test.each(['emotions', '../x', 'a/b/c', 'a/..', 'a--b/c', 'a/b?c'])(
  '%s is not taken for a repository',
  async (repository) => {
    const { server, options } = await hubWithFiles();
    const error = await errorOf(fetchSnapshot({ ...options, repository }));
    expect(error).toBeInstanceOf(RangeError);
    expect(server.requests).toEqual([]);
  },
);

test.each(['', '..', 'a..b', 'a b', '/main', 'x'.repeat(81)])(
  '"%s" is not taken for a revision',
  async (revision) => {
    const { server, options } = await hubWithFiles();
    const error = await errorOf(fetchSnapshot({ ...options, revision }));
    expect(error).toBeInstanceOf(RangeError);
    expect(server.requests).toEqual([]);
  },
);

test('a prepared manifest deletes nothing outside of its folder', async () => {
  const { options } = await hubWithFiles();
  const parent = temporaryFolder();
  const folder = join(parent, 'target');
  const victim = join(parent, 'victim');
  writeFileSync(victim, '');
  mkdirSync(join(folder, '.wav2emo'), { recursive: true });
  const { repository } = options;
  const files = [{ path: '../victim', bytes: 0, sha256: '' }];
  const manifest = { format: 1, repository, revision: 'a'.repeat(40), files, paths: [] };
  writeFileSync(join(folder, '.wav2emo', 'snapshot.json'), JSON.stringify(manifest));
  await fetchSnapshot({ ...options, folder }).catch(() => undefined);
  expect(existsSync(victim)).toBe(true);
});
