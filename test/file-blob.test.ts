import {
  appendFile,
  mkdtemp,
  open,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFileBlob } from '../src/file-blob.js';

let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-blob-'));
  file = join(folder, 'file.bin');
});

afterEach(() => rm(folder, { recursive: true }));

const CONTENT = 'The quick brown fox';

describe('a blob of a file', () => {
  test('is a Blob with the size and the bytes of the file', async () => {
    await writeFile(file, CONTENT);
    const blob = await openFileBlob(file);
    expect(blob).toBeInstanceOf(Blob);
    expect(blob.size).toBe(CONTENT.length);
    expect(blob.type).toBe('');
    expect(await blob.text()).toBe(CONTENT);
    expect(Buffer.from(await blob.arrayBuffer()).toString()).toBe(CONTENT);
  });

  test.each([[], [4], [4, 9], [-3], [-9, -4], [0, 1000], [9, 4], [1000], [-1000, 3]])(
    'is cut as any other blob: %j',
    async (...range) => {
      await writeFile(file, CONTENT);
      const mine = await openFileBlob(file);
      const other = new Blob([CONTENT]);
      for (const cut of [
        (blob: Blob) => blob.slice(...range),
        (blob: Blob) => blob.slice(2, -2).slice(...range),
      ]) {
        expect(cut(mine).size).toBe(cut(other).size);
        expect(await cut(mine).text()).toBe(await cut(other).text());
      }
    },
  );

  test('is cut at whole bytes', async () => {
    await writeFile(file, CONTENT);
    const blob = await openFileBlob(file);
    expect(await blob.slice(1.7, 3.2).text()).toBe('he');
    expect((await blob.slice(Number.NaN).text()).length).toBe(CONTENT.length);
  });

  test('keeps the type that a slice is given', async () => {
    await writeFile(file, CONTENT);
    expect((await openFileBlob(file)).slice(0, 1, 'audio/wav').type).toBe('audio/wav');
  });

  test('is streamed from beginning to end, to either kind of reader', async () => {
    const content = Buffer.from(Uint8Array.from({ length: 700_001 }, (_, i) => i * i));
    await writeFile(file, content);
    const blob = await openFileBlob(file);
    expect((await buffer(Readable.fromWeb(blob.stream()))).equals(content)).toBe(true);
    expect((await buffer(Readable.fromWeb(blob.slice(5, 5).stream()))).length).toBe(0);
    const reader = (blob.slice(-3).stream() as ReadableStream<Uint8Array>).getReader({
      mode: 'byob',
    });
    const { value } = await reader.read(new Uint8Array(8));
    expect([...(value ?? [])]).toEqual([...content.subarray(-3)]);
    expect((await reader.read(new Uint8Array(8))).done).toBe(true);
  });

  test('may be empty', async () => {
    await writeFile(file, '');
    const blob = await openFileBlob(file);
    expect(blob.size).toBe(0);
    expect(await blob.text()).toBe('');
    expect(await blob.slice(0, 0).text()).toBe('');
  });

  test('may be larger than 4 GiB', async () => {
    const size = 2 ** 32 + 57_644;
    const handle = await open(file, 'w');
    await handle.truncate(size);
    await handle.write('end', size - 3);
    await handle.write('middle', 2 ** 32 - 3);
    await handle.close();
    const blob = await openFileBlob(file);
    expect(blob.size).toBe(size);
    expect(await blob.slice(-3).text()).toBe('end');
    expect(await blob.slice(2 ** 32 - 3, 2 ** 32 + 3).text()).toBe('middle');
  });
});

describe('a file that changes after it was opened', () => {
  test('is read as it was, if it only grows or is touched', async () => {
    await writeFile(file, CONTENT);
    const blob = await openFileBlob(file);
    await appendFile(file, ' jumps');
    expect(await blob.text()).toBe(CONTENT);
    await utimes(file, 1, 1);
    expect(await blob.text()).toBe(CONTENT);
  });

  test.each([
    ['overwritten', () => writeFile(file, 'Something else, which is longer')],
    ['overwritten with as many bytes', () => writeFile(file, CONTENT.toUpperCase())],
    ['shortened', () => truncate(file, 5)],
    [
      'replaced',
      async () => {
        await writeFile(join(folder, 'new'), CONTENT);
        await rename(join(folder, 'new'), file);
      },
    ],
    ['removed', () => rm(file)],
  ])('is a FileError that names it, if it is %s', async (_, change) => {
    await writeFile(file, CONTENT);
    const blob = await openFileBlob(file);
    await utimes(file, 1, 1);
    await blob.text();
    await change();
    const expected = {
      name: 'FileError',
      code: 'file-unreadable',
      message: expect.stringContaining(`${file}: it changed or went away`) as string,
    };
    await expect(blob.slice(1, 3).text()).rejects.toMatchObject(expected);
    await expect(buffer(Readable.fromWeb(blob.stream()))).rejects.toMatchObject(expected);
  });
});

describe('what is not a file that can be read', () => {
  test.each([
    ['nothing', 'none', 'file-not-found'],
    ['a folder', '.', 'file-is-folder'],
  ])('is a FileError: %s', async (_, path, code) => {
    await expect(openFileBlob(join(folder, path))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(join(folder, path)) as string,
    });
  });
});
