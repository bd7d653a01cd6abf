import { expect, test } from 'vitest';
import { findModel, isModelName } from '../../web/src/models/own/model-folder.ts';

const given = (...names: string[]) => names.map((name) => ({ name, recording: new Blob([name]) }));
const pathsOf = (...names: string[]) => {
  const found = findModel(given(...names));
  return found && [found.name, Object.keys(found.files)];
};

test('the folder of a checkpoint or of a bundle is a model, with its files by their paths inside it', () => {
  expect(pathsOf('hubert/config.json', 'hubert/pytorch_model.bin')).toEqual([
    'hubert',
    ['config.json', 'pytorch_model.bin'],
  ]);
  expect(pathsOf('mine/model.onnx', 'mine/model.json', 'mine/model.onnx.data')?.[0]).toBe('mine');
});

test('the outermost settings are those of the model, wherever its folder lies', () => {
  expect(
    pathsOf(
      ...['runs/1/hyperparams.yaml', 'runs/1/save/CKPT+1/model.ckpt'],
      ...['runs/1/wav2vec2/config.json', 'runs/other.bin'],
    ),
  ).toEqual(['1', ['hyperparams.yaml', 'save/CKPT+1/model.ckpt', 'wav2vec2/config.json']]);
});

test('files without a folder are a model, too', () => {
  expect(pathsOf('config.json', 'model.safetensors')).toEqual([
    'model',
    ['config.json', 'model.safetensors'],
  ]);
});

test('recordings, tables and settings without weights are no model', () => {
  expect(pathsOf('calls/a.wav', 'calls/labels.csv')).toBeUndefined();
  expect(pathsOf('calls/a.wav', 'calls/config.json')).toBeUndefined();
  expect(pathsOf('weights/model.safetensors')).toBeUndefined();
  expect(pathsOf('a/config.json', 'b/model.safetensors')).toBeUndefined();
});

test('hidden files and programs are not taken', () => {
  expect(['hyperparams.yaml', 'am.mvn', 'README.md', 'model.pt'].every(isModelName)).toBe(true);
  expect(['.DS_Store', '.config.json', 'modeling.py', 'a.wav'].some(isModelName)).toBe(false);
});
