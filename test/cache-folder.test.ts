import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { digest } from '../src/digest.js';
import { FileError } from '../src/errors.js';
import { fetchSnapshot, listSnapshots } from '../src/hub/index.js';
import { makeFolder } from '../src/make-folder.js';
import { writeWhole } from '../src/write-whole.js';
import { hubWithFiles } from './hub/hub-fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'wav2emo-cache-'));
const file = join(folder, 'a-file');
writeFileSync(file, 'not a folder');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a cache folder that cannot be made is a FileError that names it', () => {
  test.each([
    ['a file', file, 'it is a file'],
    ['below a file', join(file, 'cache'), 'a part of the path is a file'],
  ])('%s', async (_, path, words) => {
    const failure = await makeFolder(path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FileError);
    expect((failure as FileError).message).toContain(path);
    expect((failure as FileError).message).toContain(words);
  });

  // Node's recursive mkdir does not return for such a path.
  test.runIf(process.platform === 'linux')('below a file system without folders', async () => {
    await expect(makeFolder('/proc/wav2emo/cache')).rejects.toBeInstanceOf(FileError);
  });

  test('during a download, and a list of it is empty', async () => {
    const { options } = await hubWithFiles();
    const settings = { ...options.settings, cacheFolder: file };
    await expect(fetchSnapshot({ ...options, settings })).rejects.toBeInstanceOf(FileError);
    expect(await listSnapshots(file)).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('not a folder');
  });

  test('during a write', async () => {
    await expect(writeWhole(join(file, 'memo.json'), '{}')).rejects.toBeInstanceOf(FileError);
  });
});

test('writeWhole makes the folder, replaces the content and leaves nothing else', async () => {
  const path = join(folder, 'new', 'deep', 'memo.json');
  await Promise.all(['one', 'two', 'three'].map((text) => writeWhole(path, text)));
  expect(['one', 'two', 'three']).toContain(readFileSync(path, 'utf8'));
  expect(readdirSync(join(folder, 'new', 'deep'))).toEqual(['memo.json']);
  expect(existsSync(path)).toBe(true);
});

test('digest of a file that cannot be read is a FileError that names it', async () => {
  const missing = join(folder, 'missing');
  const failure = digest('sha256', missing);
  await expect(failure).rejects.toMatchObject({ name: 'FileError', code: 'file-not-found' });
  await expect(failure).rejects.toThrow(missing);
  await expect(digest('sha256', folder)).rejects.toMatchObject({ code: 'file-is-folder' });
});
