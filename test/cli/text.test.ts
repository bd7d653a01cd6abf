import { expect, test } from 'vitest';
import { describeFailure, failureLine } from '../../src/cli/print-failures.js';
import { FileError } from '../../src/errors.js';
import { alignColumns, padCell, widest } from '../../src/cli/columns.js';
import { printable, printableName } from '../../src/cli/text.js';

test.each([
  ['Han', '中性', 4],
  ['kana', 'かなカナ', 8],
  ['Hangul', '한국', 4],
  ['full-width letters', 'ＡＢ', 4],
  ['an emoji of several characters', '👨‍👩‍👧', 2],
  ['a combining accent', 'e\u0301', 1],
])('%s takes its columns in a terminal', (_, text, columns) => {
  expect(widest([text])).toBe(columns);
  expect(padCell(text, 10)).toBe(text + ' '.repeat(10 - columns));
});

test('columns are aligned, also with very many rows', () => {
  expect(
    alignColumns([
      ['かな', 'x'],
      ['abc', 'y'],
    ]),
  ).toBe('かな  x\nabc   y\n');
  expect(widest(Array<string>(200_000).fill(''))).toBe(0);
});

test('joiners of emoji and words stay; characters that control a terminal are replaced', () => {
  expect(printable('👨‍👩‍👧 می\u200Cخواهم')).toBe('👨‍👩‍👧 می\u200Cخواهم');
  expect(printable('a\u001b[2J\u202Eb\nc')).toBe('a?[2J?b\nc');
  expect(printableName('a\nb.wav')).toBe('a?b.wav');
});

test('a failure is one line that names the file once', () => {
  const name = 'a\nb.wav';
  const missing = new FileError('file-not-found', `Could not read ${name}: it does not exist.`);
  expect(failureLine(name, missing)).toBe('Could not read a?b.wav: it does not exist.');
  expect(failureLine('b.wav', new Error('boom'))).toBe('b.wav: boom');
});

test('a file that changed while it was read is an error in words', () => {
  const failure = describeFailure(
    new DOMException('The blob could not be read', 'NotReadableError'),
  );
  expect(failure).toMatchObject({ code: 'file-unreadable' });
  expect(failure.message).toContain('changed while it was read');
});
