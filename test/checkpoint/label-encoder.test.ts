import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parseLabelEncoder } from '../../src/checkpoint/speechbrain/label-encoder.js';
import { fixturePath } from './fixtures.js';

const tail = "================\n'starting_index' => 0\n";

describe('parseLabelEncoder', () => {
  test('reads the classes of the published model', async () => {
    const path = fixturePath('checkpoints/speechbrain-wav2vec2/label_encoder.txt');
    expect(parseLabelEncoder(await readFile(path, 'utf8'))).toEqual(['neu', 'ang', 'hap', 'sad']);
  });

  test.each([
    ['in the order of the index', "'b' => 1\n'a' => 0\n", ['a', 'b']],
    ['with Windows line ends', "'a' => 0\r\n'b' => 1\r\n", ['a', 'b']],
    ['in double quotes', '"it\'s" => 0\n', ["it's"]],
    ['with escapes', "'a\\'\\\\\\n\\xe9\\u4e2d' => 0\n", ["a'\\\né中"]],
    ['in Chinese', "'生气' => 0\n", ['生气']],
    ['that are numbers', '3 => 0\n-1.5 => 1\n', ['3', '-1.5']],
    ['that are tuples', "('a', 1) => 0\n", ["('a', 1)"]],
    ['with an unknown one', "'a' => 0\n'<unk>' => 1\n", ['a', '<unk>']],
    ['with an arrow', "'a => b' => 0\n", ['a => b']],
  ])('reads classes %s', (_, text, expected) => {
    expect(parseLabelEncoder(text + tail)).toEqual(expected);
    expect(parseLabelEncoder(text)).toEqual(expected);
  });

  test.each([
    ['no classes', tail, /no classes/],
    ['a gap', "'a' => 0\n'b' => 2\n", /no class has the index 1/],
    ['an index from 1', "'a' => 1\n", /no class has the index 0/],
    ['an index twice', "'a' => 0\n'b' => 0\n", /two classes have the index 0/],
    ['a class twice', "'a' => 0\n'a' => 1\n", /a class twice/],
    ['a class without quotes', 'a => 0\n', /the class "a"/],
    ['an expression', "os.system('ls') => 0\n", /the class "os/],
    ['an index that is none', "'a' => x\n", /the line/],
    ['a negative index', "'a' => -1\n", /the line/],
    ['a huge index', "'a' => 99999999999\n", /the line/],
    ['a line without arrow', "'a'\n", /the line/],
    ['a line without end', `'${'a'.repeat(100_000)}' => 0\n`, /the line/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseLabelEncoder(text)).toThrow(
      expect.objectContaining({
        code: 'checkpoint-corrupt',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
