import { describe, expect, test } from 'vitest';
import { PickleGlobal } from '../../src/checkpoint/torch/pickle-machine.js';
import { unpickle } from '../../src/checkpoint/torch/pickle.js';

const globals = new Map([
  ['m.pair', new PickleGlobal('m.pair', (args) => ({ pair: args }))],
  ['m.type', new PickleGlobal('m.type')],
]);
const rules = { file: 'the pickle', globals, persistentLoad: (id: unknown) => ({ id }) };

function load(code: string): unknown {
  return unpickle(Buffer.from(code, 'latin1'), rules).value;
}

describe('unpickle', () => {
  test.each([
    ['None, True, False', '\x80\x02N\x88\x89\x87.', [null, true, false]],
    ['integers', 'K\xffM\x00\x01J\xff\xff\xff\xff\x87.', [255, 256, -1]],
    ['long integers', '\x8a\x00\x8a\x01\x80\x8b\x02\x00\x00\x00\xff\x7f\x87.', [0, -128, 32767]],
    ['integers beyond 2^53', '\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f.', 2n ** 63n - 1n],
    ['a float', 'G\x3f\xf8\x00\x00\x00\x00\x00\x00.', 1.5],
    ['text', 'X\x02\x00\x00\x00\xc3\xa9\x8c\x01aU\x01b\x87.', ['é', 'a', 'b']],
    ['bytes', 'C\x02\x00\xff.', Buffer.of(0, 255)],
    ['a list', ']q\x00(K\x01K\x02ea.'.replace('a.', '.'), [1, 2]],
    ['an appended list', ']K\x01aK\x02a.', [1, 2]],
    [
      'a dict',
      '}(U\x01aK\x01U\x01bK\x02uU\x01cK\x03s.',
      new Map([
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ]),
    ],
    ['a set', '\x8f(K\x01K\x02\x90.', new Set([1, 2])],
    ['marks inside marks', '((K\x01t(K\x02K\x03lt.', [[1], [2, 3]]],
    ['the memo', 'U\x01aq\x05h\x05\x94h\x01\x87.', ['a', 'a', 'a']],
    ['popped values', 'K\x01K\x020(K\x03K\x0412\x86.', [1, 1]],
    ['a call', 'cm\npair\nK\x01K\x02\x86R.', { pair: [1, 2] }],
    ['a call by protocol 4', '\x8c\x01m\x8c\x04pair\x93)\x81.', { pair: [] }],
    ['a persistent id', 'U\x01aQ.', { id: 'a' }],
    ['attributes of a dict, left out', '}U\x01aK\x01s}U\x01bK\x02sb.', new Map([['a', 1]])],
  ])('reads %s', (_, code, expected) => {
    expect(load(code)).toEqual(expected);
  });

  test('returns where a pickle ends', () => {
    const two = Buffer.from('K\x01.K\x02.', 'latin1');
    const first = unpickle(two, rules);
    expect(first).toEqual({ value: 1, end: 3 });
    expect(unpickle(two, rules, first.end)).toEqual({ value: 2, end: 6 });
  });

  test.each([
    ['an unknown name', 'cos\nsystem\n.', 'checkpoint-unsafe', /"os\.system"/],
    [
      'an unknown name by protocol 4',
      '\x8c\x02os\x8c\x06system\x93.',
      'checkpoint-unsafe',
      /"os\.system"/,
    ],
    ['names of our own objects', 'c__proto__\nconstructor\n.', 'checkpoint-unsafe', /constructor/],
    ['a call of a type', 'cm\ntype\n)R.', 'checkpoint-unsafe', /call/],
    ['a call of text', 'U\x01a)R.', 'checkpoint-unsafe', /call/],
    ['attributes of an object', 'cm\npair\n)R}b.', 'checkpoint-unsafe', /attributes/],
    ['a huge integer', '\x8b\xff\xff\xff\x7f.', 'checkpoint-unsafe', /integer of 2147483647 bytes/],
    [
      'a text longer than the pickle',
      'X\xff\xff\xff\xff',
      'checkpoint-corrupt',
      /ends in the middle/,
    ],
    ['a text of 2^63 bytes', '\x8d\0\0\0\0\0\0\0\x80', 'checkpoint-corrupt', /ends in the middle/],
    ['text that is not UTF-8', 'U\x01\xff.', 'checkpoint-corrupt', /UTF-8/],
    ['an operation of protocol 0', "S'a'\n.", 'checkpoint-corrupt', /0x53/],
    ['a missing end', 'K\x01', 'checkpoint-corrupt', /ends in the middle/],
    ['an empty stack', '.', 'checkpoint-corrupt', /empty stack/],
    ['a missing mark', 't.', 'checkpoint-corrupt', /mark/],
    ['a missing memo', 'h\x09.', 'checkpoint-corrupt', /value 9/],
    ['a key without a value', '}(K\x01u.', 'checkpoint-corrupt', /key has no value/],
    [
      'an item for something that is not a list',
      'K\x01K\x02a.',
      'checkpoint-corrupt',
      /not a list/,
    ],
    ['a key without end', `}X\x88\x13\0\0${'a'.repeat(5000)}Ns.`, 'checkpoint-unsafe', /5000 char/],
    [
      'an item of a set without end',
      `(X\x88\x13\0\0${'a'.repeat(5000)}\x91.`,
      'checkpoint-unsafe',
      /5000 char/,
    ],
    ['a protocol to come', '\x80\x06N.', 'checkpoint-corrupt', /protocol 6/],
  ])('refuses %s', (_, code, expected, message) => {
    expect(() => load(code)).toThrow(
      expect.objectContaining({
        code: expected,
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  test.each([
    ['operations', 'K\x010'.repeat(1_100_000)],
    ['values on the stack', 'N'.repeat(300_000)],
    ['marks', '('.repeat(300_000)],
    ['memos', `N${'\x94'.repeat(1_100_000)}`],
  ])('limits the number of %s', (_, code) => {
    expect(() => load(code)).toThrow(expect.objectContaining({ code: 'checkpoint-unsafe' }));
  });
});
