import { expect, test } from 'vitest';
import { selectModelFiles } from '../../src/bundles/model-files.js';

test.each([
  ['hyperparams.yaml', 'wav2vec2.ckpt'],
  ['config.json', 'model.safetensors'],
])(
  'the settings of the input belong to a model with %s, under their old and their new name',
  (mark, weights) => {
    const settings = ['preprocessor_config.json', 'processor_config.json'];
    const paths = [mark, weights, ...settings, 'tokenizer_config.json', 'generation_config.json'];
    expect([...selectModelFiles(paths)].sort()).toEqual([mark, weights, ...settings].sort());
  },
);

test.each([
  ['hyperparams.yaml', 'wav2vec2.ckpt'],
  ['config.json', 'model.safetensors'],
  ['model.json', 'model.onnx'],
])('heads belong to a model with %s', (mark, other) => {
  const paths = [mark, other, 'heads.json', 'heads.txt', 'old/heads.json'];
  expect([...selectModelFiles(paths)].sort()).toEqual([mark, other, 'heads.json'].sort());
});

test('settings, tokens and weights of FunASR are selected', () => {
  const model = ['config.yaml', 'tokens.txt', 'model.pt', 'README.md'];
  const paths = [...model, 'configuration.json', 'example/test.wav', 'logo.png', 'model.onnx'];
  expect([...selectModelFiles(paths)].sort()).toEqual([...model].sort());
});
