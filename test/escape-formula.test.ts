import { expect, test } from 'vitest';
import { escapeFormula } from '../src/escape-formula.js';

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1+1', "'-1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\n=1', "'\n=1"],
  ['\uFF1D1+1', "'\uFF1D1+1"],
  ['-', '-'],
  ['a=b.wav', 'a=b.wav'],
  ['愤怒 😀.wav', '愤怒 😀.wav'],
])('the text %j is written as %j', (text, expected) => {
  expect(escapeFormula(text)).toBe(expected);
});

test('characters that control a terminal are replaced', () => {
  expect(escapeFormula('a\u001B[31mred\u0000\u009B2J.wav')).toBe('a?[31mred??2J.wav');
  expect(escapeFormula('\u001B=1')).toBe('?=1');
});
