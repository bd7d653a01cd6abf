import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchSnapshot, type Snapshot } from '../../src/hub/index.js';
import { withLock } from '../../src/with-lock.js';
import {
  FILES,
  fetchInChild,
  filesIn,
  hubWithFiles,
  temporaryFolder,
  writeFiles,
} from './hub-fixture.js';

test('two processes at once fetch one copy and both succeed', async () => {
  const { server, env } = await hubWithFiles();
  // Long enough for the second process to start while the first one downloads.
  server.faults.stall = { bytes: 1000, times: 1 };
  const outputs = await Promise.all([fetchInChild(env), fetchInChild(env)]);
  const [one, two] = outputs.map((output) => JSON.parse(output) as Snapshot);
  expect(one).toEqual(two);
  expect(one?.files).toHaveLength(5);
  expect(readFileSync(join(one?.folder ?? '', 'model.ckpt'))).toEqual(FILES['model.ckpt']);
  const downloads = server.requests.filter(({ path }) => path.includes('/resolve/'));
  expect(downloads.map(({ range }) => range ?? 'whole').sort()).toEqual([
    'bytes=1000-',
    ...Array<string>(4).fill('whole'),
  ]);
});

test('a killed process leaves no final file, and the next one continues', async () => {
  const { server, env, options } = await hubWithFiles();
  server.faults.stall = { bytes: 200_000, times: 1 };
  const slow = { ...env, HF_HUB_DOWNLOAD_TIMEOUT: '60' };
  let lines = 0;
  await fetchInChild(slow, {
    onProgress: (kill) => {
      lines += 1;
      setTimeout(kill, 500);
    },
  });
  expect(lines).toBeGreaterThan(0);
  const folder = join(options.settings.cacheFolder, 'hub', 'someone--emotions', server.commit());
  expect(filesIn(folder)).toEqual([]);
  expect(existsSync(join(folder, '.wav2emo', 'lock'))).toBe(true);
  const snapshot = await fetchSnapshot(options);
  expect(server.requests.at(-1)?.range).toBe('bytes=200000-');
  expect(filesIn(snapshot.folder)).toEqual(Object.keys(FILES).sort());
  expect(readdirSync(join(folder, '.wav2emo'))).toEqual(['snapshot.json']);
});

test.skipIf(process.platform === 'win32')(
  'a full disk is an error that says so, and leaves no part of a file',
  async () => {
    const { server, env, options } = await hubWithFiles();
    // 256 blocks of 512 bytes: fewer than the model's 300,000 bytes.
    const output = await fetchInChild(env, { maxFileBlocks: 256 });
    expect(JSON.parse(output)).toMatchObject({ code: 'file-disk-full', name: 'FileError' });
    const folder = join(options.settings.cacheFolder, 'hub', 'someone--emotions', server.commit());
    expect(filesIn(folder)).toEqual([]);
    const left = readdirSync(join(folder, '.wav2emo')).map((name) =>
      join(folder, '.wav2emo', name),
    );
    // The small files are kept for the next run; the unfinished large one is deleted.
    expect(left.map((file) => statSync(file).size).sort((a, b) => a - b)).toEqual(
      Object.values(FILES)
        .map(({ length }) => length)
        .sort((a, b) => a - b)
        .slice(0, 4),
    );
  },
);

test('a lock admits one holder at a time', async () => {
  const path = join(temporaryFolder(), 'lock');
  let inside = 0;
  const work = async () => {
    inside += 1;
    await new Promise((done) => setTimeout(done, 20));
    expect(inside).toBe(1);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 5 }, () => withLock(path, undefined, work)));
  expect(existsSync(path)).toBe(false);
});

test('a lock of another machine is removed after a minute without a heartbeat, and not before', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'lock');
  const elsewhere = JSON.stringify({ pid: 1, host: `not-${hostname()}`, id: 'x' });
  writeFiles(folder, { lock: elsewhere });
  const stop = new AbortController();
  const enough = new Error('enough');
  setTimeout(() => {
    stop.abort(enough);
  }, 500);
  const waiting = withLock(path, stop.signal, () => Promise.resolve('in'));
  await expect(waiting).rejects.toBe(enough);
  expect(readFileSync(path, 'utf8')).toBe(elsewhere);
  utimesSync(path, new Date(Date.now() - 61_000), new Date(Date.now() - 61_000));
  expect(await withLock(path, undefined, () => Promise.resolve('in'))).toBe('in');
  expect(readdirSync(folder)).toEqual([]);
});
