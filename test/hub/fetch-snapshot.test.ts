import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchSnapshot, listSnapshots, type Progress } from '../../src/hub/index.js';
import * as fixture from './hub-fixture.js';

const { errorOf, FILES, filesIn, hubWithFiles, REPOSITORY, temporaryFolder, writeFiles } = fixture;
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

test('fetches the files as plain files, with licence, commit and checksums', async () => {
  const { server, options } = await hubWithFiles();
  const snapshot = await fetchSnapshot(options);
  expect(snapshot).toMatchObject({
    repository: REPOSITORY,
    revision: server.commit(),
    licence: 'apache-2.0',
    endpoint: server.endpoint,
    folder: join(options.settings.cacheFolder, 'hub', 'someone--emotions', server.commit()),
  });
  expect(snapshot.files).toEqual(
    Object.entries(FILES).map(([path, content]) => ({
      path,
      bytes: Buffer.from(content).length,
      sha256: sha256(content),
    })),
  );
  for (const { path } of snapshot.files) {
    expect(lstatSync(join(snapshot.folder, path)).isFile()).toBe(true);
    expect(readFileSync(join(snapshot.folder, path))).toEqual(Buffer.from(FILES[path] ?? 'none'));
  }
  expect(filesIn(snapshot.folder)).toEqual(Object.keys(FILES).sort());
});

test('fetches only what was chosen, and the rest when that is chosen later', async () => {
  const { server, options } = await hubWithFiles();
  const first = await fetchSnapshot({ ...options, select: () => ['config.json'] });
  expect(filesIn(first.folder)).toEqual(['config.json']);
  server.requests.length = 0;
  const second = await fetchSnapshot({ ...options, select: () => ['config.json', 'model.ckpt'] });
  expect(second.files.map(({ path }) => path)).toEqual(['config.json', 'model.ckpt']);
  const resolved = server.requests.filter(({ path }) => path.includes('/resolve/'));
  expect(resolved.map(({ path }) => path.split('/').at(-1))).toEqual(['model.ckpt']);
  expect((await listSnapshots(options.settings.cacheFolder))[0]?.files).toHaveLength(2);
});

test('refuses a choice that is not among the files', async () => {
  const { options } = await hubWithFiles();
  const error = await errorOf(fetchSnapshot({ ...options, select: () => ['weights.bin'] }));
  expect(error).toBeInstanceOf(RangeError);
});

test('says the licence and the size before it asks for a file', async () => {
  const { server, options } = await hubWithFiles({ licence: 'cc-by-nc-4.0' });
  const notices: unknown[] = [];
  await fetchSnapshot({
    ...options,
    onLicence: async (notice) => {
      await Promise.resolve();
      const asked = server.requests.filter(({ path }) => path.includes('/resolve/')).length;
      notices.push({ ...notice, asked });
    },
  });
  const totalBytes = Object.values(FILES).reduce((sum, file) => sum + file.length, 0);
  const revision = server.commit();
  expect(notices).toEqual([
    { repository: REPOSITORY, revision, licence: 'cc-by-nc-4.0', totalBytes, asked: 0 },
  ]);
});

test('stops when the licence is declined, and leaves no file', async () => {
  const { server, options } = await hubWithFiles({ licence: null });
  const folder = temporaryFolder();
  const onLicence = (notice: { licence: string | undefined }) => {
    throw new Error(`declined ${String(notice.licence)}`);
  };
  const error = await errorOf(fetchSnapshot({ ...options, folder, onLicence }));
  expect(error.message).toBe('declined undefined');
  expect(server.requests.filter(({ path }) => path.includes('/resolve/'))).toEqual([]);
  expect(filesIn(folder)).toEqual([]);
});

test('tells the progress over all files up to the last byte', async () => {
  const { options } = await hubWithFiles();
  const told: Progress[] = [];
  await fetchSnapshot({ ...options, onProgress: (progress) => told.push(progress) });
  const done = told.map(({ doneBytes }) => doneBytes);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  const totalBytes = Object.values(FILES).reduce((sum, file) => sum + file.length, 0);
  expect(told.at(-1)).toEqual({ file: 'model.ckpt', doneBytes: totalBytes, totalBytes });
});

test('sends no request for a commit that is complete, and looks up a branch', async () => {
  const { server, options } = await hubWithFiles();
  const { revision } = await fetchSnapshot(options);
  server.requests.length = 0;
  expect((await fetchSnapshot({ ...options, revision })).revision).toBe(revision);
  expect(server.requests).toEqual([]);
  await fetchSnapshot({ ...options, refresh: true });
  expect(server.requests.filter(({ path }) => path.includes('/resolve/'))).toEqual([]);
  expect(server.requests.length).toBeGreaterThan(0);
});

test('looks up a branch once an hour, or if the caller asks for it', async () => {
  const { server, options } = await hubWithFiles();
  const first = await fetchSnapshot(options);
  const reference = join(dirname(first.folder), 'refs', 'main');
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600 * 1000);
  const requestsOf = async (refresh: boolean) => {
    server.requests.length = 0;
    expect(await fetchSnapshot({ ...options, refresh })).toEqual(first);
    return server.requests.length;
  };
  expect(await requestsOf(false)).toBe(0);
  expect(await requestsOf(true)).toBeGreaterThan(0);
  utimesSync(reference, hoursAgo(2), hoursAgo(2));
  expect(await requestsOf(false)).toBeGreaterThan(0);
  expect(await requestsOf(false)).toBe(0);
  utimesSync(reference, hoursAgo(-2), hoursAgo(-2));
  expect(await requestsOf(false)).toBeGreaterThan(0);
});

test('works offline once it is there, without a request', async () => {
  const { server, options } = await hubWithFiles();
  const online = await fetchSnapshot(options);
  server.requests.length = 0;
  const settings = { ...options.settings, offline: true };
  expect(await fetchSnapshot({ ...options, settings })).toEqual(online);
  expect(server.requests).toEqual([]);
  const other = await errorOf(fetchSnapshot({ ...options, settings, revision: 'v2' }));
  expect(other.code).toBe('hub-offline');
});

test.each(['refuses connections', 'answers 503'])(
  'uses what a branch meant last when the hub %s',
  async (how) => {
    const { server, options } = await hubWithFiles();
    const online = await fetchSnapshot(options);
    if (how === 'answers 503') server.faults.refuse = { status: 503, times: 9 };
    else await server.close();
    expect(await fetchSnapshot({ ...options, refresh: true })).toEqual(online);
  },
);

test('does not call a snapshot complete when a file is gone or cut', async () => {
  const { options } = await hubWithFiles();
  const { folder } = await fetchSnapshot(options);
  rmSync(join(folder, 'config.json'));
  const settings = { ...options.settings, offline: true };
  expect((await errorOf(fetchSnapshot({ ...options, settings }))).code).toBe('hub-offline');
  expect(await listSnapshots(settings.cacheFolder)).toEqual([]);
  await fetchSnapshot(options);
  expect(filesIn(folder)).toEqual(Object.keys(FILES).sort());
  writeFiles(folder, { 'model.ckpt': 'cut' });
  await fetchSnapshot(options);
  expect(readFileSync(join(folder, 'model.ckpt'))).toEqual(FILES['model.ckpt']);
});

test('fetches a moved branch anew and keeps the older commit', async () => {
  const { folder, options } = await hubWithFiles();
  const first = await fetchSnapshot(options);
  writeFiles(folder, { 'config.json': '{"hidden_size": 16}\n' });
  const second = await fetchSnapshot({ ...options, refresh: true });
  expect(second.revision).not.toBe(first.revision);
  const listed = await listSnapshots(options.settings.cacheFolder);
  expect(listed.map(({ revision }) => revision).sort()).toEqual(
    [first.revision, second.revision].sort(),
  );
  const offline = { ...options, settings: { ...options.settings, offline: true } };
  expect((await fetchSnapshot(offline)).revision).toBe(second.revision);
});

test('fills a folder of choice, moves it to another commit, and works offline from it', async () => {
  const { folder: source, options } = await hubWithFiles();
  const folder = temporaryFolder();
  writeFiles(folder, { 'notes.txt': 'mine' });
  const first = await fetchSnapshot({ ...options, folder });
  expect(first.folder).toBe(folder);
  rmSync(join(source, 'config.json'));
  writeFiles(source, { 'README.md': 'another\n' });
  await fetchSnapshot({ ...options, folder, refresh: true });
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('another\n');
  const expected = [...Object.keys(FILES).filter((path) => path !== 'config.json'), 'notes.txt'];
  expect(filesIn(folder)).toEqual(expected.sort());
  const settings = { ...options.settings, offline: true };
  expect((await fetchSnapshot({ ...options, folder, settings })).folder).toBe(folder);
  expect(existsSync(join(options.settings.cacheFolder, 'hub'))).toBe(false);
});

test('keeps files of others in a folder of choice', async () => {
  const { server, options } = await hubWithFiles();
  const folder = temporaryFolder();
  writeFiles(folder, { 'config.json': 'mine' });
  const error = await errorOf(fetchSnapshot({ ...options, folder }));
  expect(error.code).toBe('file-exists');
  expect(error.message).toContain(join(folder, 'config.json'));
  expect(server.requests.filter(({ path }) => path.includes('/resolve/'))).toEqual([]);
  expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe('mine');
  expect(filesIn(folder)).toEqual(['config.json']);
});

test('does not fetch what lies in the folder of choice already', async () => {
  const { server, options } = await hubWithFiles();
  const folder = temporaryFolder();
  writeFiles(folder, FILES);
  await fetchSnapshot({ ...options, folder });
  expect(server.requests.filter(({ path }) => path.includes('/resolve/'))).toEqual([]);
});

test('does not put two repositories into one folder', async () => {
  const { options } = await hubWithFiles();
  const other = await hubWithFiles({ repository: 'someone/else' });
  const folder = temporaryFolder();
  await fetchSnapshot({ ...options, folder });
  const error = await errorOf(
    fetchSnapshot({ ...other.options, repository: 'someone/else', folder }),
  );
  expect(error.message).toContain(`contains ${REPOSITORY}, not someone/else`);
});

test.skipIf(process.platform === 'win32')(
  "works offline from the cache of Python's client and leaves it as it was",
  async () => {
    const { options, env } = await hubWithFiles();
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const root = join(env.HF_HOME, 'hub', 'models--someone--emotions');
    const weights = FILES['model.ckpt'] ?? '';
    const blob = join(root, 'blobs', sha256(weights));
    const inside = join(root, 'snapshots', commit);
    writeFiles(root, {
      'refs/main': commit,
      [`blobs/${sha256(weights)}`]: weights,
      [`snapshots/${commit}/config.json`]: '{}',
    });
    symlinkSync(blob, join(inside, 'model.ckpt'));
    const settings = { ...options.settings, offline: true };
    const snapshot = await fetchSnapshot({ ...options, settings });
    expect(snapshot).toMatchObject({ folder: inside, revision: commit });
    expect(snapshot.files).toEqual([
      { path: 'config.json', bytes: 2, sha256: sha256('{}') },
      { path: 'model.ckpt', bytes: 300_000, sha256: sha256(weights) },
    ]);
    expect(readlinkSync(join(inside, 'model.ckpt'))).toBe(blob);
    expect(filesIn(inside)).toEqual(['config.json']);
    rmSync(blob);
    expect((await errorOf(fetchSnapshot({ ...options, settings }))).code).toBe('hub-offline');
  },
);
