import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inspectModel } from '../../src/conversion/index.js';
import { mapStore } from '../../src/models/index.js';
import type { TensorStore } from '../../src/checkpoint/index.js';
import { Weights } from '../../src/models/layers/model-weights.js';
import { ModuleScope } from '../../src/models/layers/module-scope.js';
import { strategiesByPart } from '../../src/models/precision/graph-parts.js';
import { KNOWN_ENCODERS } from '../../src/models/read/known-encoders.js';
import { writeEncoder } from '../../src/models/wav2vec2/open-encoder.js';
import { GraphBuilder } from '../../src/onnx/index.js';
import { checkpointFolder } from '../support/fixtures.js';
import { runCli } from '../support/run-cli.js';

type Json = Record<string, unknown>;

/** A copy of a fixture with another config.json. */
async function changed(name: string, change: (config: Json) => Json): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-refused-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(checkpointFolder(name), folder, { recursive: true });
  const file = join(folder, 'config.json');
  const config = JSON.parse(await readFile(file, 'utf8')) as Json;
  await writeFile(file, JSON.stringify(change(config)));
  return folder;
}

test('settings that do not fit are told from tensors that would fit', async () => {
  const folder = await changed('wav2vec2-base', (config) => ({ ...config, num_hidden_layers: 3 }));
  const { unsupported, partial, format } = await inspectModel({ folder });
  expect(format).toBe('huggingface');
  expect(unsupported).toMatch(/lacks 16 tensors/);
  expect(partial?.comparedWith).toBe('wav2vec2');
  expect(partial?.missing).toHaveLength(16);
  expect(partial?.missing[0]).toMatch(/^wav2vec2.encoder.layers.2/);
  expect(partial?.used).toBeGreaterThan(40);
  expect(partial?.unused).toEqual([]);
});

test('the encoder is mapped where the head is unknown', async () => {
  const folder = await changed('audeering', (config) => config);
  const labels = ['a', 'b', 'c'];
  // The head takes no activation, so that the model is refused before its tensors are compared.
  const report = await inspectModel({ folder, labels, headActivation: 'relu' });
  expect(report.partial?.comparedWith).toBe('the encoder of wav2vec2');
  expect(report.partial?.missing).toEqual([]);
  expect(report.partial?.unused).toEqual(
    expect.arrayContaining(['classifier.dense.weight', 'classifier.out_proj.bias']),
  );
});

test('a model of Vox-Profile for something else than emotions is named, with its tensors', async () => {
  const folder = await changed('wav2vec2-base', () => ({
    pretrain_model: 'wavlm_large',
    finetune_method: 'finetune',
  }));
  const report = await inspectModel({ folder });
  expect(report).toMatchObject({ format: 'huggingface', labels: [] });
  expect(report.unsupported).toMatch(/Vox-Profile without emotion_layer/);
  expect(report.tensors.map(({ name }) => name)).toContain('classifier.weight');
  expect(report.partial).toBeUndefined();
});

test('code of a repository is no reason to execute it', async () => {
  const folder = await changed('wav2vec2-base', () => ({
    model_type: 'exhubert',
    auto_map: { AutoModel: 'exhubert.ExHuBERT' },
  }));
  const { exitCode, stdout } = await runCli(['inspect', folder]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^unsupported +config.json describes .*auto_map.*nothing from a repository is executed/m,
  );
  expect(stdout).toMatch(/^format +unknown$/m);
});

test('the command line lists what would map and what is missing', async () => {
  const folder = await changed('wav2vec2-base', (config) => ({ ...config, num_hidden_layers: 3 }));
  const { exitCode, stdout } = await runCli(['inspect', folder]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^would map +\d+ tensors, compared with wav2vec2$/m);
  expect(stdout).toMatch(/^missing +wav2vec2.encoder.layers.2.* and 4 more$/m);
  expect(stdout).toMatch(/^not used +none$/m);
});

test('an entry of the catalogue is shown with what to watch out for', async () => {
  const folder = checkpointFolder('audeering');
  const name = 'ehcalabres/wav2vec2-lg-xlsr-en-speech-emotion-recognition';
  const { known } = await inspectModel({ folder, name });
  expect(known).toMatchObject({ opens: 'option', link: `https://huggingface.co/${name}` });
});

test('a published encoder is found among tensors of unknown settings', () => {
  const store = encoderStore('microsoft/wavlm-large', 'backbone_model.', ['model_seq.0.weight']);
  expect(mapStore(store)).toMatchObject({
    comparedWith: 'an encoder like microsoft/wavlm-large',
    missing: [],
    unused: ['model_seq.0.weight'],
  });
  const lacking = new Map([...store.tensors].slice(1));
  expect(mapStore({ ...store, tensors: lacking })).toBeUndefined();
});

/** The tensors of a known encoder behind a prefix, without values. */
function encoderStore(name: string, prefix: string, others: readonly string[]): TensorStore {
  const settings = KNOWN_ENCODERS.get(name)?.settings;
  if (!settings) throw new Error(`${name} is not known`);
  const read = () => Promise.reject(new Error('it has no values'));
  const weights = new Weights({ tensors: new Map(), read }, 'nothing');
  const graph = new GraphBuilder();
  const waveform = graph.input('waveform', 'float32', [1, 'time']);
  writeEncoder(new ModuleScope(graph, weights), waveform, settings, {
    epsilon: undefined,
    strategies: strategiesByPart('fp32'),
  });
  const infos = weights.mapping().missing.map((text) => {
    const [, tensor = '', shape = ''] = /^(\S+) \[(.*)\]$/.exec(text) ?? [];
    return {
      name: prefix + tensor,
      dtype: 'float32' as const,
      shape: shape.split(', ').map(Number),
    };
  });
  const more = others.map((each) => ({ name: each, dtype: 'float32' as const, shape: [1] }));
  return { tensors: new Map([...infos, ...more].map((info) => [info.name, info])), read };
}
