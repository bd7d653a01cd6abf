import { z } from 'zod';
import { validate } from '../json.js';
import { parseLabels } from './parse-labels.js';
import { refuseOther } from './preprocessor-config.js';

/** What the outputs of a head mean, in transformers' words. */
export type ProblemType = (typeof problemTypes)[number];

/** How frames become one vector. */
export type PoolingMode = (typeof POOLING_MODES)[number];

/**
 * Settings of a wav2vec2, HuBERT or WavLM model, from `config.json`: every key that the graph depends on,
 * with the defaults of transformers' `Wav2Vec2Config`, `HubertConfig` and `WavLMConfig`.
 */
export type HuggingFaceConfig = {
  readonly modelType: 'wav2vec2' | 'hubert' | 'wavlm';
  /** Python classes, e.g. `Wav2Vec2ForSequenceClassification`. May be empty, and may contradict the tensors. */
  readonly architectures: readonly string[];
  readonly problemType: ProblemType | undefined;
  /**
   * Classes or regression dimensions in the order of their index; `LABEL_0`, `LABEL_1` … if the file has
   * a number without names, none if it has neither.
   */
  readonly labels: readonly string[];
  /** How a head of soxan's kind pools the frames (`pooling_mode`). Default: `mean`. */
  readonly poolingMode: PoolingMode;
  /** `group`: group norm after the first convolution; `layer`: layer norm after each. */
  readonly featExtractNorm: 'group' | 'layer';
  /** Channels of each convolution of the feature encoder; `convKernel` and `convStride` are as long. */
  readonly convDim: readonly number[];
  /** Kernel sizes in samples or frames. */
  readonly convKernel: readonly number[];
  /** Strides in samples or frames. */
  readonly convStride: readonly number[];
  readonly convBias: boolean;
  /** Whether the feature projection begins with a layer norm; false only in some HuBERT models. */
  readonly featProjLayerNorm: boolean;
  /** Kernel of the positional convolution, in frames. */
  readonly numConvPosEmbeddings: number;
  readonly numConvPosEmbeddingGroups: number;
  /** True: pre-norm layers (large models); false: post-norm layers (base models). */
  readonly doStableLayerNorm: boolean;
  readonly hiddenSize: number;
  readonly numHiddenLayers: number;
  /** Divides `hiddenSize`. */
  readonly numAttentionHeads: number;
  readonly intermediateSize: number;
  readonly layerNormEps: number;
  /** Whether the head's input is a softmax-weighted sum of all hidden states. */
  readonly useWeightedLayerSum: boolean;
  /** Width of the head's projector. */
  readonly classifierProjSize: number;
  /** WavLM: buckets of the relative position bias. */
  readonly numBuckets: number;
  /** WavLM: distance in frames; from here on all positions share a bucket. */
  readonly maxBucketDistance: number;
};

const size = z.int().min(1).max(65_536);
const sizes = z.array(size).min(1).max(64);

const schema = z.object({
  model_type: z.string(),
  architectures: z.array(z.string()).nullish(),
  problem_type: z.string().nullish(),
  id2label: z.record(z.string().regex(/^\d{1,6}$/), z.string()).nullish(),
  num_labels: z.int().min(1).max(100_000).nullish(),
  num_class: z.int().min(1).max(100_000).nullish(),
  pooling_mode: z.string().nullish(),
  hidden_act: z.string().default('gelu'),
  feat_extract_activation: z.string().default('gelu'),
  feat_extract_norm: z.string().default('group'),
  conv_dim: sizes.default([512, 512, 512, 512, 512, 512, 512]),
  conv_kernel: sizes.default([10, 3, 3, 3, 3, 2, 2]),
  conv_stride: sizes.default([5, 2, 2, 2, 2, 2, 2]),
  conv_bias: z.boolean().default(false),
  feat_proj_layer_norm: z.boolean().default(true),
  conv_pos_batch_norm: z.boolean().default(false),
  num_conv_pos_embeddings: size.default(128),
  num_conv_pos_embedding_groups: size.default(16),
  do_stable_layer_norm: z.boolean().default(false),
  hidden_size: size.default(768),
  num_hidden_layers: z.int().min(1).max(512).default(12),
  num_attention_heads: size.default(12),
  intermediate_size: size.default(3072),
  layer_norm_eps: z.number().positive().max(1).default(1e-5),
  use_weighted_layer_sum: z.boolean().default(false),
  classifier_proj_size: size.default(256),
  num_buckets: size.default(320),
  max_bucket_distance: size.default(800),
  add_adapter: z.boolean().default(false),
  adapter_attn_dim: z.number().nullish(),
  quantization_config: z.unknown().optional(),
});

type Raw = z.infer<typeof schema>;

/** The values of `model_type` of the wav2vec2 family. */
export const MODEL_TYPES = ['wav2vec2', 'hubert', 'wavlm'] as const;
const problemTypes = [
  'regression',
  'single_label_classification',
  'multi_label_classification',
] as const;
const POOLING_MODES = ['mean', 'sum', 'max'] as const;

/**
 * Checks the content of a `config.json` and adds the defaults of transformers.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) for settings which need another graph, naming
 * key, found and expected; (`checkpoint-corrupt`) for wrong types, lengths and sizes.
 */
export function parseHuggingFaceConfig(json: unknown, file = 'config.json'): HuggingFaceConfig {
  // Checked first: the other keys have different meanings for other kinds of models.
  const { model_type: kind } = validate(
    json,
    file,
    z.object({ model_type: z.string().optional() }),
  );
  refuseOther(file, 'model_type', kind, ...MODEL_TYPES);
  const raw = validate(json, file, schema.superRefine(checkSizes));
  refuseUnsupported(raw, file);
  return toSettings(raw, file);
}

function checkSizes(raw: Raw, context: z.RefinementCtx): void {
  const layers = raw.conv_dim.length;
  if (raw.conv_kernel.length !== layers || raw.conv_stride.length !== layers) {
    context.addIssue('conv_dim, conv_kernel and conv_stride must be equally long');
  }
  if (raw.hidden_size % raw.num_attention_heads !== 0) {
    context.addIssue('hidden_size must be divisible by num_attention_heads');
  }
  if (raw.hidden_size % raw.num_conv_pos_embedding_groups !== 0) {
    context.addIssue('hidden_size must be divisible by num_conv_pos_embedding_groups');
  }
}

function refuseUnsupported(raw: Raw, file: string): void {
  const refuse = (key: keyof Raw, ...expected: readonly unknown[]) => {
    refuseOther(file, key, raw[key], ...expected);
  };
  refuse('hidden_act', 'gelu');
  refuse('feat_extract_activation', 'gelu');
  refuse('feat_extract_norm', 'group', 'layer');
  refuse('conv_pos_batch_norm', false);
  refuse('add_adapter', false);
  refuse('adapter_attn_dim', null, undefined);
  refuse('quantization_config', null, undefined);
  refuse('pooling_mode', ...POOLING_MODES, null, undefined);
  refuse('problem_type', ...problemTypes, null, undefined);
}

function toSettings(raw: Raw, file: string): HuggingFaceConfig {
  return {
    modelType: MODEL_TYPES.find((known) => known === raw.model_type) ?? 'wav2vec2',
    architectures: raw.architectures ?? [],
    problemType: problemTypes.find((known) => known === raw.problem_type),
    labels: parseLabels(raw.id2label, raw.num_labels ?? raw.num_class, file),
    poolingMode: POOLING_MODES.find((known) => known === raw.pooling_mode) ?? 'mean',
    featExtractNorm: raw.feat_extract_norm === 'layer' ? 'layer' : 'group',
    convDim: raw.conv_dim,
    convKernel: raw.conv_kernel,
    convStride: raw.conv_stride,
    convBias: raw.conv_bias,
    featProjLayerNorm: raw.feat_proj_layer_norm,
    numConvPosEmbeddings: raw.num_conv_pos_embeddings,
    numConvPosEmbeddingGroups: raw.num_conv_pos_embedding_groups,
    doStableLayerNorm: raw.do_stable_layer_norm,
    hiddenSize: raw.hidden_size,
    numHiddenLayers: raw.num_hidden_layers,
    numAttentionHeads: raw.num_attention_heads,
    intermediateSize: raw.intermediate_size,
    layerNormEps: raw.layer_norm_eps,
    useWeightedLayerSum: raw.use_weighted_layer_sum,
    classifierProjSize: raw.classifier_proj_size,
    numBuckets: raw.num_buckets,
    maxBucketDistance: raw.max_bucket_distance,
  };
}
