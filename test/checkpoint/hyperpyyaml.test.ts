import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { isConstruction } from '../../src/checkpoint/hyperpyyaml/hparams.js';
import { parseHyperPyYaml } from '../../src/checkpoint/hyperpyyaml/hyperpyyaml.js';
import { fixturePath } from './fixtures.js';

/** A construction as plain data; by default without arguments. */
function made(kind: string, target: string, args: object = {}, positional: unknown[] = []): object {
  return { kind, target, args, positional };
}

// The settings of speechbrain/emotion-recognition-wav2vec2-IEMOCAP, key for key, with the class name of
// the SpeechBrain release that the model was published with.
const published = `
# Hparams NEEDED
HPARAMS_NEEDED: ["encoder_dim", "out_n_neurons", "label_encoder", "softmax"]
# Modules Needed
MODULES_NEEDED: ["wav2vec2", "avg_pool", "output_mlp"]

# Feature parameters
wav2vec2_hub: facebook/wav2vec2-base

# Pretrain folder (HuggingFace)
pretrained_path: speechbrain/emotion-recognition-wav2vec2-IEMOCAP

# parameters
encoder_dim: 768
out_n_neurons: 4

wav2vec2: !new:speechbrain.lobes.models.huggingface_wav2vec.HuggingFaceWav2Vec2
    source: !ref <wav2vec2_hub>
    output_norm: True
    freeze: True
    save_path: wav2vec2_checkpoints

avg_pool: !new:speechbrain.nnet.pooling.StatisticsPooling
    return_std: False

output_mlp: !new:speechbrain.nnet.linear.Linear
    input_size: !ref <encoder_dim>
    n_neurons: !ref <out_n_neurons>
    bias: False

model: !new:torch.nn.ModuleList
    - [!ref <output_mlp>]

modules:
    wav2vec2: !ref <wav2vec2>
    output_mlp: !ref <output_mlp>
    avg_pool: !ref <avg_pool>

softmax: !new:speechbrain.nnet.activations.Softmax

label_encoder: !new:speechbrain.dataio.encoder.CategoricalEncoder

pretrainer: !new:speechbrain.utils.parameter_transfer.Pretrainer
    loadables:
        wav2vec2: !ref <wav2vec2>
        model: !ref <model>
        label_encoder: !ref <label_encoder>
    paths:
        wav2vec2: !ref <pretrained_path>/wav2vec2.ckpt
        model: !ref <pretrained_path>/model.ckpt
        label_encoder: !ref <pretrained_path>/label_encoder.txt
`;

describe('parseHyperPyYaml', () => {
  test('reads the published IEMOCAP model', () => {
    const hparams = parseHyperPyYaml(published);
    const folder = 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP';
    const linear = made('new', 'speechbrain.nnet.linear.Linear', {
      input_size: 768,
      n_neurons: 4,
      bias: false,
    });
    expect(hparams['wav2vec2']).toEqual(
      made('new', 'speechbrain.lobes.models.huggingface_wav2vec.HuggingFaceWav2Vec2', {
        source: 'facebook/wav2vec2-base',
        output_norm: true,
        freeze: true,
        save_path: 'wav2vec2_checkpoints',
      }),
    );
    expect(hparams['model']).toEqual(made('new', 'torch.nn.ModuleList', {}, [[linear]]));
    expect(hparams['pretrainer']).toMatchObject({
      kind: 'new',
      args: {
        loadables: { model: { positional: [[linear]] }, wav2vec2: hparams['wav2vec2'] },
        paths: { wav2vec2: `${folder}/wav2vec2.ckpt`, model: `${folder}/model.ckpt` },
      },
    });
  });

  test.each(['speechbrain-wav2vec2', 'speechbrain-ecapa'])('reads the fixture %s', async (name) => {
    const path = fixturePath(`checkpoints/${name}/hyperparams.yaml`);
    const hparams = parseHyperPyYaml(await readFile(path, 'utf8'));
    expect(isConstruction(hparams['pretrainer'])).toBe(true);
  });

  test.each([
    [
      'text, numbers, booleans, nothing',
      'a: [x, 1, 2.5, 1e-4, true, False, null, ~]',
      ['x', 1, 2.5, 1e-4, true, false, null, null],
    ],
    ['an object without arguments', 'a: !new:x.Y', made('new', 'x.Y')],
    ['an object with a list', 'a: !new:x.Y [1, two]', made('new', 'x.Y', {}, [1, 'two'])],
    ['a function with bound arguments', 'a: !name:x.y\n  b: 1', made('name', 'x.y', { b: 1 })],
    ['a call', 'a: !apply:os.system [ls]', made('apply', 'os.system', {}, ['ls'])],
    ['a module', 'a: !module:os', made('module', 'os')],
    ['a tuple', 'a: (3, 4)', [3, 4]],
    ['a tuple by its tag', 'a: !tuple (3, x)', [3, 'x']],
    ['quoted text that looks like a tuple', 'a: "(3, 4)"', '(3, 4)'],
    ['a placeholder', 'a: !PLACEHOLDER', null],
    ['a reference', 'a: !ref <b>\nb: [1]', [1]],
    ['a copy', 'a: !copy <b>\nb: [1]', [1]],
    ['a reference to a reference', 'a: !ref <b>\nb: !ref <c>\nc: 5', 5],
    ['a reference into maps and lists', 'a: !ref <b[c][1]>\nb: {c: [1, 2]}', 2],
    ['a reference through a reference', 'a: !ref <b[c]>\nb: !ref <d>\nd: {c: 7}', 7],
    ['a reference into the map that it is in', 'a:\n  x: 1\n  y: !ref <a[x]>', { x: 1, y: 1 }],
    ['an argument of an object', 'a: !ref <b[c]>\nb: !new:x.Y {c: 3}', 3],
    ['an attribute that was an argument', 'a: !ref <b.c>\nb: !new:x.Y {c: 3}', 3],
    [
      'an attribute of Python',
      'a: !ref <b.c>\nb: !new:x.Y',
      made('apply', 'getattr', {}, [made('new', 'x.Y'), 'c']),
    ],
    ['text around references', 'a: !ref <b>/<c>.txt\nb: x\nc: 1', 'x/1.txt'],
    ['a boolean in text', 'a: !ref x-<b>\nb: true', 'x-True'],
    ['a reference tag without reference', 'a: !ref results/1', 'results/1'],
    ['a product', 'a: !ref <b> * 2\nb: 3', 6],
    ['a sum of products', 'a: !ref <b> + <c> * 2 - 1\nb: 1\nc: 4', 8],
    ['a whole quotient', 'a: !ref <b> // 2\nb: 7', 3],
    ['a YAML alias', 'b: &x {c: 1}\na: *x', { c: 1 }],
    [
      'a key named like a method',
      'a: {constructor: 1, toString: 2}',
      { constructor: 1, toString: 2 },
    ],
  ])('reads %s', (_, text, expected) => {
    expect(parseHyperPyYaml(text)['a']).toEqual(expected);
  });

  test('a value that is referred to twice is one object', () => {
    const { a, b } = parseHyperPyYaml('a: !ref <c>\nb: [!ref <c>]\nc: {d: 1}');
    expect(Array.isArray(b) && b[0]).toBe(a);
  });

  test('keys that begin with __ are not returned but can be referred to', () => {
    const hparams = parseHyperPyYaml('__seed: 3\n__proto__: 4\na: !ref <__seed>');
    expect(Object.entries(hparams)).toEqual([['a', 3]]);
  });

  test('a map that looks like a construction is a map', () => {
    const { a } = parseHyperPyYaml('a: {kind: new, target: x.Y, args: {}, positional: []}');
    expect(isConstruction(a)).toBe(false);
  });

  test.each([
    ['a reference to nothing', 'a: !ref <b>', 'checkpoint-corrupt', /<b> leads nowhere/],
    ['a reference to itself', 'a: !ref <a>', 'checkpoint-corrupt', /leads to itself/],
    ['references in a circle', 'a: !ref <b>\nb: !ref <a>', 'checkpoint-corrupt', /leads to itself/],
    ['a path in a circle', 'a: !ref <a[b]>', 'checkpoint-corrupt', /leads back/],
    ['an alias of what it is in', 'a: &x [*x]', 'checkpoint-corrupt', /leads to itself/],
    ['an alias of nothing', 'a: *x', 'checkpoint-corrupt', /alias/i],
    ['a key twice', 'a: 1\na: 2', 'checkpoint-corrupt', /"a" twice/],
    ['a key that is no name', '[1]: 2', 'checkpoint-corrupt', /plain name/],
    ['a merge key', 'a: 1\n<<: {b: 2}', 'checkpoint-corrupt', /plain name/],
    ['a list in text', 'a: !ref x<b>\nb: [1]', 'checkpoint-corrupt', /joins/],
    ['another file', 'a: !include:/etc/passwd', 'checkpoint-unsafe', /includes "\/etc\/passwd"/],
    [
      'a Python object',
      'a: !!python/object/apply:os.system [ls]',
      'checkpoint-unsafe',
      /os\.system/,
    ],
    ['a tag that is not known', 'a: !secret x', 'checkpoint-unsupported', /"!secret"/],
    ['a name that is no Python name', 'a: !new:x-y', 'checkpoint-corrupt', /"x-y"/],
    ['a list', '- 1', 'checkpoint-corrupt', /not a mapping/],
    ['nothing', '', 'checkpoint-corrupt', /not a mapping/],
    ['two documents', 'a: 1\n---\nb: 2', 'checkpoint-corrupt', /multiple documents/],
    ['broken YAML, by its line', 'a: 1\nb: [', 'checkpoint-corrupt', /line 2 is not YAML/],
    ['brackets without end', '['.repeat(60_000), 'checkpoint-unsafe', /too deep/],
    ['dashes without end', '- '.repeat(30_000), 'checkpoint-unsafe', /too deep/],
    ['keys without end', '? '.repeat(30_000), 'checkpoint-unsafe', /too deep/],
    [
      'a tuple of tuples',
      `a: ${'('.repeat(200)}${')'.repeat(200)}`,
      'checkpoint-unsafe',
      /too deep/,
    ],
    ['a long chain of references', chain(1000), 'checkpoint-unsafe', /too deep/],
    ['a file too large', `a: ${'x'.repeat(70_000)}`, 'checkpoint-unsafe', /70003 characters/],
    [
      'a bomb of aliases',
      bomb(
        (name) => `&${name} `,
        (name) => `*${name}`,
      ),
      'checkpoint-unsafe',
      /100000 values/,
    ],
    [
      'a bomb of references',
      bomb(
        () => '',
        (name) => `!ref <${name}>`,
      ),
      'checkpoint-unsafe',
      /100000 values/,
    ],
    ['a bomb of text', textBomb(), 'checkpoint-corrupt', /joins/],
  ])('refuses %s', (_, text, code, message) => {
    expect(() => parseHyperPyYaml(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });
});

function chain(length: number): string {
  const links = Array.from({ length }, (_, i) => `a${i}: !ref <a${i + 1}>`);
  return [...links, `a${length}: 1`].join('\n');
}

function bomb(anchor: (name: string) => string, refer: (name: string) => string): string {
  const lists = Array.from({ length: 40 }, (_, i) => {
    const inner = refer(`a${i}`);
    return `a${i + 1}: ${anchor(`a${i + 1}`)}[${inner}, ${inner}]`;
  });
  return [`a0: ${anchor('a0')}[x]`, ...lists].join('\n');
}

function textBomb(): string {
  const texts = Array.from({ length: 40 }, (_, i) => `a${i + 1}: !ref <a${i}><a${i}>`);
  return ['a0: xxxxxxxx', ...texts].join('\n');
}
