import { expect, test } from 'vitest';
import { planModel } from '../../src/models/index.js';
import { changedCheckpoint } from './changed-checkpoint.js';

test.each([
  ['norm_type: sentence', 'norm_type: global', 'mean_var_norm.norm_type is "global"'],
  ['norm_type: sentence', 'mean_norm: False', 'mean_var_norm.mean_norm is false'],
  ['deltas: False', 'deltas: True', 'compute_features.deltas is true'],
  ['n_mels: 80', 'n_mels: 80.5', 'compute_features.n_mels is 80.5'],
  ['scale: 30', 'scale: -1', 'scale is -1'],
  ['[5, 3, 3, 3, 1]', '[4, 3, 3, 3, 1]', 'embedding_model.kernel_sizes is [4,3,3,3,1]'],
  ['[5, 3, 3, 3, 1]', '[5, 3, 3, 1]', 'embedding_model.kernel_sizes is [5,3,3,1], expected 5'],
  ['[12, 8, 8, 8, 24]', '[12, 24]', 'embedding_model.channels is [12,24], expected at least 3'],
  ['[12, 8, 8, 8, 24]', '[12, 8, 8, 9, 24]', 'expected multiples of res2net_scale 4'],
  ['res2net_scale: 4', 'res2net_scale: 9e9', 'embedding_model.res2net_scale is 9000000000'],
  ['n_mels: 80', 'n_mels: 1000000', 'compute_features.n_mels is 1000000'],
  ['n_mels: 80', 'n_mels: 202', 'compute_features.n_mels is 202, expected so few'],
  ['n_mels: 80', 'n_mels: 200', 'compute_features.n_mels is 200, expected so few'],
  [
    'n_mels: !ref <n_mels>',
    'n_mels: !ref <n_mels>\n    f_max: 0',
    'compute_features.f_max is 0, expected above f_min 0',
  ],
  [
    'n_mels: !ref <n_mels>',
    'n_mels: !ref <n_mels>\n    f_min: 4000\n    f_max: 4000',
    'compute_features.f_max is 4000',
  ],
  [
    'n_mels: !ref <n_mels>',
    'n_mels: !ref <n_mels>\n    f_max: 8001',
    'compute_features.f_max is 8001, expected above f_min 0 and at',
  ],
  [
    'n_mels: !ref <n_mels>',
    'n_mels: !ref <n_mels>\n    f_min: 9000',
    'compute_features.f_max is 8000, expected above f_min 9000',
  ],
  [
    'n_mels: !ref <n_mels>',
    'n_mels: !ref <n_mels>\n    hop_length: 0',
    'compute_features.hop_length is 0',
  ],
  [
    'n_mels: !ref <n_mels>',
    'n_mels: !ref <n_mels>\n    hop_length: .inf',
    'compute_features.hop_length is null',
  ],
  ['scale: 30', 'scale: .inf', 'scale is null'],
  ['res2net_scale: 4', 'activation: !name:torch.nn.Tanh', 'embedding_model.activation'],
  ['out_n_neurons: 4', 'out_n_neurons: 3', '3 outputs, its files name 4 labels'],
  ['ECAPA_TDNN.ECAPA_TDNN', 'CRDNN.CRDNN', 'a module of the class ECAPA_TDNN'],
  ['ECAPA_TDNN.ECAPA_TDNN', 'Xvector.Xvector', 'embedding_model is "Xvector (an x-vector)"'],
])('ECAPA-TDNN with "%s" as "%s" is refused by name', async (from, to, message) => {
  const checkpoint = await changedCheckpoint('speechbrain-ecapa', 'hyperparams.yaml', (text) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  });
  expect(() => planModel(checkpoint)).toThrow(message);
});

test.each([
  ['return_std: False', 'return_std: False\n    dim: 2', 'avg_pool.dim is 2'],
  ['return_std: False', 'return_std: False\n    return_mean: False', 'avg_pool.return_mean'],
  ['output_norm: True', 'output_all_hiddens: True', 'wav2vec2.output_all_hiddens is true'],
  ['bias: False', 'max_norm: 1', 'output_mlp.max_norm is 1'],
  ['pooling.StatisticsPooling', 'pooling.AdaptivePool', 'a module of the class StatisticsPooling'],
])('SpeechBrain with "%s" as "%s" is refused by name', async (from, to, message) => {
  const checkpoint = await changedCheckpoint('speechbrain-wav2vec2', 'hyperparams.yaml', (text) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  });
  expect(() => planModel(checkpoint)).toThrow(message);
});

test.each([
  ['Xvector.Xvector', 'Xvector (an x-vector)'],
  ['whisper.Whisper', 'Whisper (the encoder of a Whisper)'],
])('SpeechBrain with the encoder %s is refused by what it is', async (target, found) => {
  const checkpoint = await changedCheckpoint('speechbrain-wav2vec2', 'hyperparams.yaml', (text) =>
    text.replace('wav2vec2.Wav2Vec2', target),
  );
  expect(() => planModel(checkpoint)).toThrow(`wav2vec2 is "${found}`);
});

test.each(['someone/wav2vec3', 'constructor', '__proto__', 'toString'])(
  'the encoder %s, which is not known and has no settings beside, is refused by name',
  async (source) => {
    const checkpoint = await changedCheckpoint('speechbrain-wav2vec2', 'hyperparams.yaml', (text) =>
      text.replaceAll('facebook/wav2vec2-base', source),
    );
    if (checkpoint.format !== 'speechbrain') throw new Error('another layout');
    const { config, ...alone } = checkpoint;
    expect(config).toBeDefined();
    expect(() => planModel(alone)).toThrow(`wav2vec2.source is "${source}", expected one of`);
    expect(() => planModel(alone)).toThrow(/one of facebook\/wav2vec2-base, .*config.json/);
  },
);

test('position buckets that would divide by zero are refused', async () => {
  const checkpoint = await changedCheckpoint('wavlm-base', 'config.json', (text) =>
    text.replace(/"max_bucket_distance": \d+/, '"max_bucket_distance": 8'),
  );
  expect(() => planModel(checkpoint)).toThrow(/max_bucket_distance 8, expected/);
});

test('the older class of SpeechBrain normalises its output by default', async () => {
  const outputNorm = async (target: string) => {
    const checkpoint = await changedCheckpoint('speechbrain-wav2vec2', 'hyperparams.yaml', (text) =>
      text
        .replace('output_norm: True', 'freeze_feature_extractor: True')
        .replace('huggingface_transformers.wav2vec2.Wav2Vec2', target),
    );
    return planModel(checkpoint).settings['head'];
  };
  expect(await outputNorm('huggingface_wav2vec.HuggingFaceWav2Vec2')).toMatchObject({
    outputNorm: true,
  });
  expect(await outputNorm('huggingface_transformers.wav2vec2.Wav2Vec2')).toMatchObject({
    outputNorm: false,
  });
});
