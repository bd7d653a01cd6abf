import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Wav2EmoError } from '../../src/errors.js';
import { memoryFolder } from '../../src/checkpoint/files/blob-folder.js';
import { parseConvolutionSpec } from '../../src/checkpoint/funasr/convolution-spec.js';
import { parseTokens } from '../../src/checkpoint/funasr/parse-tokens.js';
import {
  openCheckpoint,
  type OpenCheckpointOptions,
} from '../../src/checkpoint/open-checkpoint.js';
import { fixtureBlob, fixturePath } from './fixtures.js';

type Changes = Readonly<Record<string, string | undefined | ((text: string) => string)>>;

/** Opens emotion2vec-base with files changed, added or (undefined) removed. */
async function open(changes: Changes = {}, options: OpenCheckpointOptions = {}) {
  const files: Record<string, Blob> = {};
  for (const file of await readdir(fixturePath('checkpoints/emotion2vec-base'))) {
    files[file] = await fixtureBlob(`checkpoints/emotion2vec-base/${file}`);
  }
  for (const [file, change] of Object.entries(changes)) {
    const old = files[file];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record of files
    if (change === undefined) delete files[file];
    else if (typeof change === 'string') files[file] = new Blob([change]);
    else files[file] = new Blob([change((await old?.text()) ?? '')]);
  }
  const checkpoint = await openCheckpoint(memoryFolder('model', files), options);
  if (checkpoint.format !== 'funasr' || checkpoint.family !== 'emotion2vec') {
    throw new Error('another layout');
  }
  return checkpoint;
}

const config = (from: string, to: string) => ({
  'config.yaml': (text: string) => text.replace(from, to),
});

describe('a folder of FunASR', () => {
  test('has settings, labels without the unused ones, and tensors', async () => {
    const { config: settings, tokens, labels, files, store } = await open();
    expect(settings).toMatchObject({
      hiddenSize: 24,
      prenetLayers: 1,
      mainLayers: 2,
      intermediateSize: 36,
      doNormalize: true,
      positionKernel: 5,
      extraTokens: 3,
      alibi: { isPerHead: true, isPerLayer: false },
    });
    expect(settings.convolutions).toHaveLength(7);
    expect(tokens[1]).toBeUndefined();
    expect(labels).toEqual(['angry', 'happy', 'neutral', 'sad', 'surprised', '<unk>']);
    expect(files.map(({ path }) => path)).toEqual(['config.yaml', 'tokens.txt', 'model.pt']);
    expect(store.tensors.get('model.proj.weight')?.shape).toEqual([9, 24]);
  });

  test('may get its labels from the caller', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const { labels, files } = await open({}, { labels: names });
    expect(labels).toEqual(names);
    expect(files.map(({ path }) => path)).not.toContain('tokens.txt');
  });

  test.each([
    ['another model', config('Emotion2vec', 'Paraformer'), /model is "Paraformer"/],
    [
      'pre-norm blocks',
      config('layer_norm_first: false', 'layer_norm_first: true'),
      /expected false/,
    ],
    [
      'learnt distances',
      config('learned_alibi: false', 'learned_alibi: true'),
      /learned_alibi is true/,
    ],
    [
      'heads without ALiBi',
      config('num_alibi_heads: 3', 'num_alibi_heads: 2'),
      /num_alibi_heads is 2/,
    ],
    ['a norm before the positions', config('pre_ln: false', 'pre_ln: true'), /conv_pos_pre_ln/],
    ['widths that do not fit', config('embed_dim: 24', 'embed_dim: 25'), /divisible by num_heads/],
    ['no settings', { 'config.yaml': 'model: Emotion2vec' }, /config.yaml \(model_conf\) is not/],
    [
      'a program',
      config("'[(12, 10, 5)]", "'__import__(1) + [(12, 10, 5)]"),
      /feature_encoder_spec is/,
    ],
    ['a tag of Python', { 'config.yaml': 'model: !!python/object/apply:os.system [ls]' }, /tag/],
    [
      'an empty token',
      { 'tokens.txt': 'angry\n\nsad\n' },
      /tokens.txt is damaged: it has an empty line/,
    ],
    ['no weights', { 'model.pt': undefined }, /expected model.pt beside config.yaml/],
    ['a web page', { 'model.pt': '<!doctype html>' }, /model.pt is a web page/],
  ] satisfies readonly (readonly [string, Changes, RegExp])[])(
    'with %s is refused',
    async (_, changes, message) => {
      await expect(open(changes)).rejects.toThrow(message);
    },
  );

  test('is read or refused in words, whatever bytes of its texts are changed', async () => {
    const change = fc.tuple(fc.noBias(fc.nat()), fc.string({ maxLength: 4 }), fc.nat({ max: 8 }));
    const damage =
      ([at, text, length]: [number, string, number]) =>
      (old: string) => {
        const start = at % (old.length + 1);
        return old.slice(0, start) + text + old.slice(start + length);
      };
    await fc.assert(
      fc.asyncProperty(change, change, async (first, second) => {
        try {
          await open({ 'config.yaml': damage(first), 'tokens.txt': damage(second) });
        } catch (error) {
          expect(error).toBeInstanceOf(Wav2EmoError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the description of convolutions', () => {
  test.each([
    ['[(512, 10, 5)] + [(512, 3, 2)] * 4 + [(512,2,2)] + [(512,2,2)]', 7],
    ['[(512,10,5),(256, 3, 2,),]', 2],
    ['[(1, 2, 3)]*3', 3],
  ])('%s is read', (text, count) => {
    expect(parseConvolutionSpec(text, 'f')).toHaveLength(count);
  });

  test('keeps channels, kernel and stride', () => {
    const [, second] = parseConvolutionSpec('[(512, 10, 5)] + [(256, 3, 2)] * 2', 'f');
    expect(second).toEqual({ channels: 256, kernel: 3, stride: 2 });
  });

  test.each([
    '',
    '[]',
    '[(512, 10)]',
    '[(512, 0, 5)]',
    '[(512, 10, 5)] * 0',
    '[(512, 10, 5)] * 99',
    '[(99999, 10, 5)]',
    '[(512, 10, 5)] - [(512, 10, 5)]',
    'exit()',
    `[(512, 10, 5)]${' + [(512, 10, 5)]'.repeat(1000)}`,
  ])('%s is refused', (text) => {
    expect(() => parseConvolutionSpec(text, 'config.yaml')).toThrow(/feature_encoder_spec/);
  });
});

test('labels are the English names of tokens', () => {
  const text = '生气/angry\r\nunuse_0\r\n开心\n中立/ neutral\n/\n<unk>\n\n';
  const labels = ['angry', undefined, '开心', 'neutral', '/', '<unk>'];
  expect(parseTokens(text, 'tokens.txt')).toEqual(labels);
  expect(() => parseTokens('a\n'.repeat(2000), 'tokens.txt')).toThrow(/it has 2000 lines/);
});
