import { describe, expect, test } from 'vitest';
import { parseHuggingFaceConfig } from '../../src/checkpoint/huggingface/huggingface-config.js';
import { parsePreprocessorConfig } from '../../src/checkpoint/huggingface/preprocessor-config.js';

describe('parseHuggingFaceConfig', () => {
  test('adds the defaults of transformers', () => {
    expect(parseHuggingFaceConfig({ model_type: 'wavlm' })).toEqual({
      modelType: 'wavlm',
      architectures: [],
      problemType: undefined,
      labels: [],
      poolingMode: 'mean',
      featExtractNorm: 'group',
      convDim: [512, 512, 512, 512, 512, 512, 512],
      convKernel: [10, 3, 3, 3, 3, 2, 2],
      convStride: [5, 2, 2, 2, 2, 2, 2],
      convBias: false,
      featProjLayerNorm: true,
      numConvPosEmbeddings: 128,
      numConvPosEmbeddingGroups: 16,
      doStableLayerNorm: false,
      hiddenSize: 768,
      numHiddenLayers: 12,
      numAttentionHeads: 12,
      intermediateSize: 3072,
      layerNormEps: 1e-5,
      useWeightedLayerSum: false,
      classifierProjSize: 256,
      numBuckets: 320,
      maxBucketDistance: 800,
    });
  });

  test('returns labels in the order of their index', () => {
    const id2label = {
      10: 'k',
      2: 'c',
      0: 'a',
      1: 'b',
      3: 'd',
      4: 'e',
      5: 'f',
      6: 'g',
      7: 'h',
      8: 'i',
      9: 'j',
    };
    expect(parseHuggingFaceConfig({ model_type: 'hubert', id2label }).labels.join('')).toBe(
      'abcdefghijk',
    );
  });

  test('reads the number of labels from num_class, too', () => {
    const { labels } = parseHuggingFaceConfig({ model_type: 'hubert', num_class: 2 });
    expect(labels).toEqual(['LABEL_0', 'LABEL_1']);
  });

  test('numbers labels without names', () => {
    const { labels } = parseHuggingFaceConfig({ model_type: 'hubert', num_labels: 3 });
    expect(labels).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2']);
  });

  test.each([
    [
      'model_type',
      'whisper',
      /model_type is "whisper", expected "wav2vec2" or "hubert" or "wavlm"/,
    ],
    ['model_type', undefined, /model_type is absent/],
    ['hidden_act', 'relu', /hidden_act is "relu", expected "gelu"/],
    ['feat_extract_activation', 'gelu_new', /feat_extract_activation/],
    ['feat_extract_norm', 'batch', /expected "group" or "layer"/],
    ['conv_pos_batch_norm', true, /conv_pos_batch_norm is true, expected false/],
    ['add_adapter', true, /add_adapter is true, expected false/],
    ['adapter_attn_dim', 16, /adapter_attn_dim is 16, expected none/],
    ['quantization_config', { bits: 4 }, /quantization_config/],
    ['pooling_mode', 'first', /pooling_mode is "first", expected "mean" or "sum" or "max"/],
    ['problem_type', 'ranking', /problem_type/],
  ])('does not support %s %j', (key, value, message) => {
    expect(() => parseHuggingFaceConfig({ model_type: 'wav2vec2', [key]: value })).toThrow(
      expect.objectContaining({
        code: 'checkpoint-unsupported',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  test.each([
    ['hidden_size', 770, /divisible/],
    ['hidden_size', '768', /hidden_size/],
    ['hidden_size', 1e12, /hidden_size/],
    ['num_hidden_layers', 0, /num_hidden_layers/],
    ['conv_dim', [512], /equally long/],
    ['conv_stride', [], /conv_stride/],
    ['layer_norm_eps', -1, /layer_norm_eps/],
    ['num_conv_pos_embedding_groups', 5, /divisible/],
    ['id2label', { a: 'b' }, /id2label/],
  ])('refuses %s %j', (key, value, message) => {
    expect(() => parseHuggingFaceConfig({ model_type: 'wav2vec2', [key]: value })).toThrow(
      expect.objectContaining({
        code: 'checkpoint-corrupt',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  test.each([null, 1, 'text', []])('refuses %j in place of an object', (json) => {
    expect(() => parseHuggingFaceConfig(json)).toThrow(
      expect.objectContaining({ code: 'checkpoint-corrupt' }),
    );
  });
});

describe('labels', () => {
  const parse = (settings: object) =>
    parseHuggingFaceConfig({ model_type: 'wav2vec2', ...settings }).labels;

  test.each([
    ['a gap', { id2label: { 0: 'a', 2: 'b' } }, /names the outputs 0, 2 and not 1/],
    ['no first one', { id2label: { 1: 'a', 2: 'b' } }, /names the outputs 1, 2 and not 0/],
    ['an index twice', { id2label: { 0: 'a', '00': 'b' } }, /names the outputs 0, 00 and not 1/],
    ['a name twice', { id2label: { 0: 'a', 1: 'b', 2: 'a' } }, /has the name "a" twice/],
    ['an empty name', { id2label: { 0: 'a', 1: ' ' } }, /has an empty name/],
    ['more names than outputs', { id2label: { 0: 'a', 1: 'b' }, num_labels: 1 }, /num_labels is 1/],
    ['too few names', { id2label: { 0: 'a', 1: 'b' }, num_labels: 3 }, /id2label has 2 names/],
  ])('with %s are refused', (_, settings, message) => {
    expect(() => parse(settings)).toThrow(
      expect.objectContaining({
        code: 'checkpoint-mismatch',
        message: expect.stringMatching(message) as string,
      }),
    );
  });

  test('may be named and counted', () => {
    expect(parse({ id2label: { 0: 'a', 1: 'b' }, num_labels: 2 })).toEqual(['a', 'b']);
    expect(parse({ id2label: {}, num_labels: 1 })).toEqual(['LABEL_0']);
  });
});

describe('parsePreprocessorConfig', () => {
  test('adds the defaults of transformers', () => {
    expect(parsePreprocessorConfig({})).toEqual({ doNormalize: true, samplingRate: 16000 });
    expect(parsePreprocessorConfig({ do_normalize: false }).doNormalize).toBe(false);
  });

  test.each([
    ['sampling_rate', 8000, /sampling_rate is 8000, expected 16000/],
    ['feature_size', 80, /feature_size/],
    ['feature_extractor_type', 'WhisperFeatureExtractor', /feature_extractor_type/],
  ])('does not support %s %j', (key, value, message) => {
    expect(() => parsePreprocessorConfig({ [key]: value })).toThrow(
      expect.objectContaining({
        code: 'checkpoint-unsupported',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
