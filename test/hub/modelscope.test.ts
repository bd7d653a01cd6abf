import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type FetchOptions,
  fetchSnapshot,
  hubSettings,
  isRepositoryName,
  listSnapshots,
} from '../../src/hub/index.js';
import { type ModelScopeOptions, startModelScopeServer } from '../support/modelscope-server.js';
import { errorOf, filesIn, temporaryFolder, writeFiles } from './hub-fixture.js';

const NAME = 'iic/emotion2vec_plus_base';
const REPOSITORY = `modelscope:${NAME}`;
const WEIGHTS = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31) >> 3));
const FILES = {
  'README.md': '---\nlicense: other\n---\n',
  'config.yaml': 'model: Emotion2vec\n',
  'empty.txt': '',
  'example/a b+c&d.txt': 'words',
  'model.pt': WEIGHTS,
};

async function modelScope(serverOptions: Partial<ModelScopeOptions> = {}) {
  const folder = temporaryFolder();
  writeFiles(folder, FILES);
  const server = await startModelScopeServer({ folder, repository: NAME, ...serverOptions });
  onTestFinished(() => server.close());
  const env = {
    MODELSCOPE_ENDPOINT: `${server.endpoint}/`,
    WAV2EMO_CACHE: temporaryFolder(),
    HF_HOME: temporaryFolder(),
    HF_HUB_DOWNLOAD_TIMEOUT: '1',
  };
  const options: FetchOptions = {
    repository: REPOSITORY,
    select: (paths) => paths,
    settings: hubSettings(env, 'modelscope'),
  };
  return { server, folder, env, options };
}

test('a repository of ModelScope is named by its prefix', () => {
  expect(isRepositoryName(REPOSITORY)).toBe(true);
  expect(isRepositoryName(NAME)).toBe(true);
  for (const wrong of ['modelscope:iic', 'ModelScope:a/b', 'modelscope:a/b/c', 'other:a/b'])
    expect(isRepositoryName(wrong), wrong).toBe(false);
});

test('its address and token have variables of their own', () => {
  const env = { HF_TOKEN: 'hf_x', HF_ENDPOINT: 'http://other', WAV2EMO_CACHE: temporaryFolder() };
  const settings = hubSettings(env, 'modelscope');
  expect(settings).toMatchObject({ endpoint: 'https://modelscope.cn', offline: false });
  expect(settings.token).toBeUndefined();
  expect(settings.pythonCacheFolder).toBeUndefined();
  const own = {
    ...env,
    MODELSCOPE_API_TOKEN: ' ms-1 ',
    MODELSCOPE_ENDPOINT: 'http://127.0.0.1:1/',
  };
  expect(hubSettings(own, 'modelscope')).toMatchObject({
    endpoint: 'http://127.0.0.1:1',
    token: 'ms-1',
  });
  expect(() => hubSettings({ MODELSCOPE_ENDPOINT: 'me' }, 'modelscope')).toThrow(
    /MODELSCOPE_ENDPOINT is not usable/,
  );
});

describe('fetchSnapshot from ModelScope', () => {
  test('fetches the files with licence, commit and checksums', async () => {
    const { server, options, env } = await modelScope();
    const snapshot = await fetchSnapshot(options);
    const revision = server.commit();
    expect(snapshot).toMatchObject({
      repository: REPOSITORY,
      revision,
      licence: 'other',
      folder: join(env.WAV2EMO_CACHE, 'hub', 'modelscope--iic--emotion2vec_plus_base', revision),
      endpoint: server.endpoint,
    });
    expect(filesIn(snapshot.folder)).toEqual(Object.keys(FILES).sort());
    expect(readFileSync(join(snapshot.folder, 'model.pt'))).toEqual(WEIGHTS);
    const sha256 = createHash('sha256').update(WEIGHTS).digest('hex');
    const file = { path: 'model.pt', bytes: 300_000, sha256 };
    expect(snapshot.files.find(({ path }) => path === 'model.pt')).toEqual(file);
    const [info, listing, ...contents] = server.requests;
    expect(info?.path).toBe(`/api/v1/models/${NAME}`);
    expect(listing?.query).toEqual({ Revision: 'master', Recursive: 'True' });
    for (const { query } of contents.filter(({ origin }) => origin === 'hub'))
      expect(query['Revision']).toBe(revision);
    expect(await listSnapshots(env.WAV2EMO_CACHE)).toEqual([snapshot]);
  });

  test('sends no second request for files that are complete, online or offline', async () => {
    const { server, options } = await modelScope();
    const first = await fetchSnapshot(options);
    server.requests.length = 0;
    expect(await fetchSnapshot(options)).toEqual(first);
    const offline = { ...options, settings: { ...options.settings, offline: true } };
    expect(await fetchSnapshot(offline)).toEqual(first);
    expect(await fetchSnapshot({ ...offline, revision: first.revision })).toEqual(first);
    expect(server.requests).toEqual([]);
    const tag = await errorOf(fetchSnapshot({ ...offline, revision: 'v2.0.4' }));
    expect(tag.code).toBe('hub-offline');
  });

  test('fetches a tag or a commit', async () => {
    const { server, options } = await modelScope();
    const commit = server.commit();
    for (const revision of ['v2.0.4', commit])
      expect((await fetchSnapshot({ ...options, revision })).revision).toBe(commit);
    expect(server.requests.map(({ query }) => query['Revision'])).toContain('v2.0.4');
  });

  test('identifies the content where the hub states no commit, and asks for the branch', async () => {
    const { server, folder, options } = await modelScope({ statesCommit: false });
    const first = await fetchSnapshot(options);
    expect(first.revision).toMatch(/^[0-9a-f]{40}$/);
    expect(first.revision).not.toBe(server.commit());
    for (const { query } of server.requests.slice(1).filter(({ origin }) => origin === 'hub'))
      expect(query['Revision']).toBe('master');
    writeFiles(folder, { 'config.yaml': 'model: other\n' });
    const second = await fetchSnapshot({ ...options, refresh: true });
    expect(second.revision).not.toBe(first.revision);
    expect(readFileSync(join(first.folder, 'config.yaml'), 'utf8')).toBe(FILES['config.yaml']);
  });

  test('continues an interrupted download where it ended', async () => {
    const { server, options } = await modelScope();
    server.faults.die = { bytes: 100_000, times: 2 };
    const { folder } = await fetchSnapshot(options);
    expect(readFileSync(join(folder, 'model.pt'))).toEqual(WEIGHTS);
    const ranges = server.requests.filter(({ origin }) => origin === 'storage');
    expect(ranges.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
  });

  test('refuses content that the listing does not describe', async () => {
    const { server, options } = await modelScope();
    server.faults.wrongBytes = true;
    const error = await errorOf(fetchSnapshot(options));
    expect(error.code).toBe('hub-checksum');
    expect(error.message).toContain('MODELSCOPE_ENDPOINT');
    server.faults.wrongBytes = false;
    expect((await fetchSnapshot(options)).files).toHaveLength(5);
  });

  test('refuses a file without a checksum', async () => {
    const { server, folder, options } = await modelScope();
    server.faults.extraNames = ['extra.txt'];
    writeFiles(folder, {});
    const error = await errorOf(fetchSnapshot(options));
    expect(['hub-checksum', 'hub-not-found']).toContain(error.code);
    const select = (paths: readonly string[]) => paths.filter((path) => path !== 'extra.txt');
    expect((await fetchSnapshot({ ...options, select })).files).toHaveLength(5);
  });

  test('sends the token to the hub as header and cookie, and to no other origin', async () => {
    const { server, options } = await modelScope({ token: 'ms-secret' });
    const none = await errorOf(fetchSnapshot(options));
    expect([none.code, none.message]).toEqual([
      'hub-unauthorized',
      expect.stringMatching(/set MODELSCOPE_API_TOKEN.*\/models\/iic\/emotion2vec_plus_base/),
    ]);
    server.requests.length = 0;
    await fetchSnapshot({ ...options, settings: { ...options.settings, token: 'ms-secret' } });
    const storage = server.requests.filter(({ origin }) => origin === 'storage');
    expect(storage).toHaveLength(1);
    for (const { authorization, cookie } of storage) {
      expect(authorization).toBeUndefined();
      expect(cookie).toBeUndefined();
    }
  });

  test.each(['two words', 'a;b=c', 'a\nb'])(
    'refuses the token %j without repeating it',
    async (token) => {
      const { server, options } = await modelScope();
      const settings = { ...options.settings, token };
      const error = await errorOf(fetchSnapshot({ ...options, settings }));
      expect(error.code).toBe('hub-unauthorized');
      expect(String(error.stack)).not.toContain(token);
      expect(server.requests).toEqual([]);
    },
  );

  test.each([
    ['another repository', { repository: 'modelscope:iic/nothing' }, 'iic/nothing'],
    ['another revision', { revision: 'v9' }, `${REPOSITORY} at revision v9`],
  ])('names %s that does not exist', async (_, change, named) => {
    const { options } = await modelScope();
    const error = await errorOf(fetchSnapshot({ ...options, ...change }));
    expect(error.code).toBe('hub-not-found');
    expect(error.message).toContain(named);
  });

  test('waits for a server that is busy, and uses the last known commit of one that is gone', async () => {
    const { server, options } = await modelScope();
    server.faults.refuse = { status: 503, times: 1 };
    const first = await fetchSnapshot(options);
    await server.close();
    expect(await fetchSnapshot({ ...options, refresh: true })).toEqual(first);
  });

  test('refuses a page that is no answer of a hub', async () => {
    const { server, options } = await modelScope();
    server.faults.isPortal = true;
    const error = await errorOf(fetchSnapshot(options));
    expect(error.code).toBe('hub-server-error');
    expect(error.message).toContain('MODELSCOPE_ENDPOINT');
  });

  test.each(['../out.txt', '/etc/x', 'a/../../x', 'con.txt'])(
    'writes nothing if the listing has the name %s',
    async (name) => {
      const { server, options, env } = await modelScope();
      server.faults.extraNames = [name];
      expect((await errorOf(fetchSnapshot(options))).code).toBe('checkpoint-unsafe');
      expect(existsSync(join(env.WAV2EMO_CACHE, 'hub'))).toBe(false);
    },
  );
});
