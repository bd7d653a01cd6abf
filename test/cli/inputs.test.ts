import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';

let folder: string;
let recording: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-inputs-'));
  recording = join(folder, 'voice.wav');
  await writeFile(recording, makeWav(1, voice));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Line = { file: string; label?: string; error?: { code: string; message: string } };

async function classify(...words: string[]): Promise<Line[]> {
  const { stdout } = await runCli(['classify', '--json', ...words]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Line);
}

const onPosix = test.skipIf(process.platform === 'win32');

describe('links in a folder', () => {
  onPosix('to files are files, wherever they lead', async () => {
    const set = await mkdtemp(join(folder, 'set-'));
    await writeFile(join(set, 'plain.wav'), makeWav(1, voice));
    await symlink(recording, join(set, 'link.wav'));
    const lines = await classify(set);
    expect(lines.map(({ file }) => file)).toEqual([join(set, 'link.wav'), join(set, 'plain.wav')]);
    expect(lines.every(({ label }) => label !== undefined)).toBe(true);
  });

  onPosix('to folders are followed once, also in a circle', async () => {
    const set = await mkdtemp(join(folder, 'circle-'));
    const other = await mkdtemp(join(folder, 'other-'));
    await mkdir(join(set, 'deep'));
    await link(recording, join(set, 'deep', 'one.wav'));
    await link(recording, join(other, 'two.wav'));
    await symlink(set, join(set, 'deep', 'loop'));
    await symlink(join(set, 'deep'), join(set, 'again'));
    await symlink(other, join(set, 'linked'));
    const files = (await classify('--recursive', set)).map(({ file }) => file);
    expect(files).toEqual([join(set, 'deep', 'one.wav'), join(set, 'linked', 'two.wav')]);
  });

  onPosix('that lead nowhere fail by name, and the others are classified', async () => {
    const set = await mkdtemp(join(folder, 'broken-'));
    await symlink('../blobs/gone', join(set, 'gone.wav'));
    await symlink('self.wav', join(set, 'self.wav'));
    await link(recording, join(set, 'voice.wav'));
    const [gone, self, good] = await classify(set);
    expect(gone?.error?.code).toBe('file-not-found');
    expect(gone?.error?.message).toContain('a link to ../blobs/gone, which does not exist');
    expect(self?.error?.message).toContain('lead in a circle');
    expect(good?.label).toBeDefined();
  });
});

describe('names', () => {
  test.runIf(process.platform === 'linux')('that are not UTF-8 are read', async () => {
    const set = await mkdtemp(join(folder, 'latin-'));
    for (const byte of ['fc', 'e4'])
      await writeFile(
        Buffer.concat([Buffer.from(`${set}/gr`), Buffer.from(byte, 'hex'), Buffer.from('n.wav')]),
        makeWav(1, voice),
      );
    const inFolder = await classify(set);
    expect(inFolder.map(({ file, label }) => [file, typeof label])).toEqual([
      [join(set, 'gr\uFFFDn.wav'), 'string'],
      [join(set, 'gr\uFFFDn.wav'), 'string'],
    ]);
    // The shell passes each name with its bytes, which Node replaces.
    const named = await classify(join(set, 'gr\uFFFDn.wav'), join(set, 'gr\uFFFDn.wav'));
    expect(named).toEqual(inFolder);
    const [missing] = await classify(join(set, 'no\uFFFDne.wav'));
    expect(missing?.error?.message).toContain('its name is not UTF-8');
  });

  onPosix('with a line break take one line; emoji are printed as they are', async () => {
    const set = await mkdtemp(join(folder, 'odd-'));
    await link(recording, join(set, 'a\nb.wav'));
    await link(recording, join(set, 'family👨‍👩‍👧.wav'));
    const { stdout } = await runCli(['classify', set]);
    expect(stdout).toContain('a?b.wav  ');
    expect(stdout).toContain('family👨‍👩‍👧.wav  ');
  });

  test('that are file: addresses are paths', async () => {
    const [line] = await classify(pathToFileURL(recording).href);
    expect(line).toMatchObject({ file: recording, label: expect.any(String) as string });
  });
});

describe('what is not a file is named, with what to do', () => {
  test.each([
    ['https://example.org/a.wav?take=1', /is a web address.*curl -L/],
    ['s3://bucket/a.wav', /is an address.*Copy the file/],
  ])('%s', async (word, words) => {
    const [line] = await classify(word);
    expect(line?.error?.message).toMatch(words);
  });

  onPosix('a pipe, a socket and a device', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const socket = join(folder, 'socket');
    const server = createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    const lines = await classify(pipe, socket, '/dev/null');
    server.close();
    const messages = lines.map(({ error }) => error?.message ?? '');
    expect(messages[0]).toMatch(/it is a pipe, expected a file.*wav2emo classify - </);
    expect(messages[1]).toContain('it is a socket');
    expect(messages[2]).toContain('it is a device');
    await rm(pipe);
  });

  test('a folder without a recording', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    expect((await classify(empty))[0]?.error?.message).toContain('it contains no file');
    await writeFile(join(empty, 'notes.txt'), 'no audio');
    await mkdir(join(empty, 'deeper'));
    const [line] = await classify(empty);
    expect(line?.error?.message).toMatch(
      /one file, which is not audio. Add --recursive to search its 1 subfolder/,
    );
  });
});

test('--bom marks CSV as UTF-8 for Excel', async () => {
  const { stdout } = await runCli(['classify', '--bom', recording]);
  expect(stdout).toMatch(/^\uFEFFfile,model,label,/);
  const both = await runCli(['classify', '--bom', '--json', recording]);
  expect(both).toMatchObject({ exitCode: 2, stdout: '' });
});

test('a cache that is a file is an error that names it, not one of the system', async () => {
  const cache = join(folder, 'a-file');
  await writeFile(cache, '');
  vi.stubEnv('WAV2EMO_CACHE', cache);
  const source = checkpointFolder('wav2vec2-base');
  const run = await runCli(['classify', '--precision', 'fp32', '--model', source, recording]);
  vi.unstubAllEnvs();
  expect(run).toMatchObject({ exitCode: 1, stdout: '' });
  expect(run.stderr).toContain(cache);
  expect(run.stderr).toMatch(/is a file/);
  expect(run.stderr).not.toMatch(/ENOTDIR|EEXIST/);
});
