import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BlobFolder, memoryFolder } from '../../src/checkpoint/files/blob-folder.js';
import { openFolder } from '../../src/checkpoint/files/open-folder.js';

let root = '';

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'wav2emo-folder-')));
  await mkdir(join(root, 'model/sub'), { recursive: true });
  await writeFile(join(root, 'model/b.txt'), 'b');
  await writeFile(join(root, 'model/a.txt'), 'hello');
  await writeFile(join(root, 'model/sub/c.txt'), 'c');
  await writeFile(join(root, 'secret.txt'), 'secret');
});

afterEach(() => rm(root, { recursive: true }));

const folders: [string, () => Promise<BlobFolder>][] = [
  ['on disk', () => openFolder(join(root, 'model'))],
  [
    'in memory',
    () =>
      Promise.resolve(
        memoryFolder('model', {
          'b.txt': new Blob(['b']),
          'a.txt': new Blob(['hello']),
          'sub/c.txt': new Blob(['c']),
        }),
      ),
  ],
];

describe.each(folders)('a folder %s', (_, open) => {
  test('lists the files directly inside', async () => {
    expect(await (await open()).list()).toEqual(['a.txt', 'b.txt']);
  });

  test('opens files by path', async () => {
    const folder = await open();
    expect(await (await folder.open('a.txt')).text()).toBe('hello');
    expect(await (await folder.open('sub/c.txt')).slice(0, 1).text()).toBe('c');
  });

  test('says whether there is a file', async () => {
    const folder = await open();
    expect(await folder.has('a.txt')).toBe(true);
    expect(await folder.has('nothing')).toBe(false);
    expect(await folder.has('sub')).toBe(false);
    expect(await folder.has('a.txt/b')).toBe(false);
  });

  test('an absent file is a FileError that names it', async () => {
    const folder = await open();
    await expect(folder.open('nothing.bin')).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining('nothing.bin') as string,
    });
  });

  test.each([
    '../secret.txt',
    '/etc/passwd',
    'sub/../../secret.txt',
    'a\\b',
    'C:x',
    '',
    'a//b',
    'a\0b',
  ])('refuses the path %j', async (path) => {
    const folder = await open();
    const refused = { code: 'checkpoint-unsafe' };
    await expect(folder.open(path)).rejects.toMatchObject(refused);
    await expect(folder.has(path)).rejects.toMatchObject(refused);
  });
});

describe('openFolder', () => {
  test.each([
    ['nothing there', 'none', 'file-not-found', /no such file or folder/],
    ['a file', 'model/a.txt', 'file-unreadable', /expected the folder/],
  ])('refuses %s', async (_, path, code, message) => {
    await expect(openFolder(join(root, path))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test('follows a link to a file elsewhere, as in a folder that SpeechBrain collects from a cache', async () => {
    await symlink(join(root, 'secret.txt'), join(root, 'model/link.txt'));
    const folder = await openFolder(join(root, 'model'));
    expect(await folder.has('link.txt')).toBe(true);
    expect(await folder.list()).toContain('link.txt');
    expect(await (await folder.open('link.txt')).text()).toBe('secret');
  });

  test('refuses a link that leaves the folder of a hub', async () => {
    await symlink(join(root, 'secret.txt'), join(root, 'model/link.txt'));
    await symlink('a.txt', join(root, 'model/inside.txt'));
    const folder = await openFolder(join(root, 'model'), { links: 'inside' });
    expect(await (await folder.open('inside.txt')).text()).toBe('hello');
    await expect(folder.open('link.txt')).rejects.toMatchObject({ code: 'checkpoint-unsafe' });
  });

  test('refuses a folder in place of a file, and links in a circle', async () => {
    await symlink('loop', join(root, 'model/loop'));
    const folder = await openFolder(join(root, 'model'));
    await expect(folder.open('sub')).rejects.toMatchObject({ code: 'file-is-folder' });
    expect(await folder.has('loop')).toBe(false);
    await expect(folder.open('loop')).rejects.toMatchObject({ name: 'FileError' });
  });

  test('follows the links of a snapshot in the cache of Hugging Face', async () => {
    await mkdir(join(root, 'cache/blobs'), { recursive: true });
    await mkdir(join(root, 'cache/snapshots/abc'), { recursive: true });
    await writeFile(join(root, 'cache/blobs/123'), 'weights');
    await symlink('../../blobs/123', join(root, 'cache/snapshots/abc/model.bin'));
    await symlink('../../../secret.txt', join(root, 'cache/snapshots/abc/other.bin'));
    const folder = await openFolder(join(root, 'cache/snapshots/abc'), { links: 'inside' });
    expect(await (await folder.open('model.bin')).text()).toBe('weights');
    await expect(folder.open('other.bin')).rejects.toMatchObject({ code: 'checkpoint-unsafe' });
  });

  test('an empty file is an empty blob', async () => {
    await writeFile(join(root, 'model/empty'), '');
    const folder = await openFolder(join(root, 'model'));
    expect((await folder.open('empty')).size).toBe(0);
  });

  test('a file that changes after it was opened is a FileError', async () => {
    const { readRange } = await import('../../src/checkpoint/files/read-range.js');
    const folder = await openFolder(join(root, 'model'));
    const blob = await folder.open('a.txt');
    await writeFile(join(root, 'model/a.txt'), 'something longer');
    await expect(readRange(blob, 0, 5, 'a.txt')).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
