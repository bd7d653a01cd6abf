import { describe, expect, test } from 'vitest';
import { openZip } from '../../src/checkpoint/torch/zip.js';
import { buildZip } from './build-zip.js';

const a = { name: 'x/a', data: Uint8Array.of(1, 2, 3, 4, 5) };
const b = { name: 'x/b', data: Uint8Array.of(6, 7, 8) };

describe('openZip', () => {
  test('reads ranges of stored entries', async () => {
    const entries = await openZip(buildZip([a, b]), 'it');
    expect([...entries.keys()]).toEqual(['x/a', 'x/b']);
    expect(entries.get('x/a')?.size).toBe(5);
    expect(await entries.get('x/a')?.read(1, 3)).toEqual(Uint8Array.of(2, 3));
    expect(await entries.get('x/b')?.read(0, 3)).toEqual(b.data);
    expect(await entries.get('x/b')?.read(3, 3)).toEqual(new Uint8Array(0));
  });

  test('reads entries whose sizes and places have 64 bits', async () => {
    const large = [a, b].map((part) => ({ ...part, is64: true }));
    const entries = await openZip(buildZip(large), 'it');
    expect([...entries.values()].map(({ size }) => size)).toEqual([5, 3]);
    expect(await entries.get('x/b')?.read(0, 3)).toEqual(b.data);
  });

  test('refuses a size of 64 bits that lies beyond the file', async () => {
    const opened = openZip(buildZip([a, { ...b, is64: true, size: 2 ** 52 }]), 'it');
    await expect(opened).rejects.toThrow(/x\/b, which overlaps/);
  });

  test('refuses ranges outside the entry', async () => {
    const entries = await openZip(buildZip([a, b]), 'it');
    await expect(entries.get('x/a')?.read(0, 6)).rejects.toThrow(/x\/a is too short/);
    await expect(entries.get('x/a')?.read(-1, 2)).rejects.toThrow(/x\/a is too short/);
  });

  test.each([
    ['a compressed entry', [{ ...a, method: 8 }], 'checkpoint-unsafe', /compressed entry "x\/a"/],
    ['an encrypted entry', [{ ...a, flags: 1 }], 'checkpoint-unsafe', /the encrypted entry "x\/a"/],
    ['one name twice', [a, { ...b, name: 'x/a' }], 'checkpoint-unsafe', /two entries named x\/a/],
    ['a long name', [{ ...a, name: 'a'.repeat(2000) }], 'checkpoint-unsafe', /name of over 1024/],
    ['a size that lies', [{ ...a, size: 100 }, b], 'checkpoint-unsafe', /x\/a, which overlaps/],
    [
      'a size beyond the file',
      [a, { ...b, size: 4e9 }],
      'checkpoint-unsafe',
      /x\/b, which overlaps/,
    ],
    ['two entries at one place', [a, { ...b, offset: 0 }], 'checkpoint-unsafe', /which overlaps/],
    [
      'a path that leaves the archive',
      [{ ...a, name: '../a' }],
      'checkpoint-corrupt',
      /relative path/,
    ],
  ])('refuses %s', async (_, parts, code, message) => {
    await expect(openZip(buildZip(parts), 'it')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test('refuses an entry that its local header moves into the next one', async () => {
    const entries = await openZip(buildZip([{ ...a, localExtra: 20 }, b]), 'it');
    await expect(entries.get('x/a')?.read(0, 5)).rejects.toThrow(/x\/a, which overlaps/);
  });

  test('refuses a directory that claims more entries than the file has', async () => {
    const opened = openZip(buildZip([a], 60_000), 'it');
    await expect(opened).rejects.toMatchObject({ code: 'checkpoint-corrupt' });
  });

  test('reports that a file is not an archive', async () => {
    await expect(openZip(new Blob(['PK\x03\x04 no']), 'it')).rejects.toMatchObject({
      code: 'checkpoint-corrupt',
    });
  });
});
