import { isAbsolute, join, relative, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CheckpointError } from '../../src/errors.js';
import { checkFileNames } from '../../src/hub/file-names.js';

const accepts = (...paths: string[]) => {
  try {
    checkFileNames(paths);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError);
    return false;
  }
};

test.each([
  'model.ckpt',
  'a/b/c.bin',
  '.gitattributes',
  'with space.txt',
  '表情.txt',
  'console.txt',
])('takes %s', (path) => {
  expect(accepts(path)).toBe(true);
});

test.each([
  '',
  '.',
  'a//b',
  'a/./b',
  'a/../b',
  '/a',
  'a/',
  'C:\\a',
  'c:a',
  'a\0b',
  'a\nb',
  'a\u202eb',
  'NUL',
  'deep/com1.txt',
  'a.',
  'a ',
  'a*',
  '.WAV2EMO/lock',
  'é'.repeat(128),
  'a/'.repeat(600) + 'b',
])('refuses %j', (path) => {
  expect(accepts(path)).toBe(false);
});

test('refuses two names that differ only in case', () => {
  expect(accepts('Config.json', 'config.json')).toBe(false);
  expect(accepts('caf\u00e9', 'cafe\u0301')).toBe(false);
});

test('accepted names stay below their folder on every system', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '/', '\\', ':', 'C', 'a', 'nul', '~', '\0', ' '),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = pieces.join('');
      if (!accepts(path)) return;
      expect(isAbsolute(path) || win32.isAbsolute(path)).toBe(false);
      expect(relative('/root', join('/root', path))).toBe(path);
      expect(win32.relative('C:\\root', win32.join('C:\\root', path))).toBe(
        path.replaceAll('/', '\\'),
      );
    }),
    { numRuns: 3000 },
  );
});
