import { z } from 'zod';
import { validate } from '../json.js';
import { parseLabels } from './parse-labels.js';
import { refuseOther } from './preprocessor-config.js';

/** Settings of a Whisper encoder with a head, from `config.json`: every key that the graph depends on. */
export type WhisperConfig = {
  readonly modelType: 'whisper';
  /** Python classes, e.g. `WhisperForAudioClassification`, which determine the head. May be empty. */
  readonly architectures: readonly string[];
  readonly problemType: 'regression' | 'single_label_classification' | undefined;
  /** Classes or regression dimensions in the order of their index; `LABEL_0`, `LABEL_1` … if the file has no names. */
  readonly labels: readonly string[];
  /** Mel bands of the input. */
  readonly numMelBins: number;
  readonly hiddenSize: number;
  readonly numHiddenLayers: number;
  /** Divides `hiddenSize`. */
  readonly numAttentionHeads: number;
  readonly intermediateSize: number;
  /** Rows of the table of positions; each stands for 20 ms. */
  readonly maxSourcePositions: number;
  /** Whether the head's input is a softmax-weighted sum of all hidden states. */
  readonly useWeightedLayerSum: boolean;
  /** Width of the head's projector. */
  readonly classifierProjSize: number;
  /** How an encoder without padding pools its frames; absent in models of transformers. */
  readonly pooled?: PooledEncoderConfig | undefined;
};

/** The key `wav2emo` of a `config.json`: an encoder whose input is not padded, and whose frames are pooled. */
export type PooledEncoderConfig = {
  /** What is computed over time: the mean, or the mean and the standard deviation. */
  readonly pooling: 'mean' | 'mean-std';
  /** The layers whose states are pooled, side by side, counted from 1; empty for the last one. */
  readonly layers: readonly number[];
  /** Whether the loudest mel band of a window has a fixed level, so that the volume does not matter. */
  readonly level: 'absolute' | 'loudest';
  /** Whether the encoder's own norm follows the last layer. */
  readonly layerNorm: boolean;
  /** How much each frame counts in the pooled vector. */
  readonly frameWeights: 'uniform' | 'energy';
  /** Of `energy`: how far below the loudest frame, in powers of ten, a frame counts half. */
  readonly drop: number;
  /** Of `energy`: the width of the transition, in powers of ten. */
  readonly width: number;
};

const size = z.int().min(1).max(65_536);

const pooledSchema = z.object({
  pooling: z.enum(['mean', 'mean-std']),
  padding: z.literal(false),
  layers: z.array(z.int().min(1).max(512)).max(16).default([]),
  level: z.enum(['absolute', 'loudest']).default('absolute'),
  layer_norm: z.boolean().default(true),
  frame_weights: z.enum(['uniform', 'energy']).default('uniform'),
  drop: z.number().min(0).max(100).default(2),
  width: z.number().gt(0.001).max(100).default(0.5),
});

const schema = z.object({
  model_type: z.literal('whisper'),
  architectures: z.array(z.string()).nullish(),
  problem_type: z.string().nullish(),
  id2label: z.record(z.string().regex(/^\d{1,6}$/), z.string()).nullish(),
  num_labels: z.int().min(1).max(100_000).nullish(),
  activation_function: z.string().default('gelu'),
  scale_embedding: z.boolean().default(false),
  num_mel_bins: z.int().min(1).max(1024).default(80),
  d_model: z.int().min(4).max(65_536).default(384),
  encoder_layers: z.int().min(1).max(512).default(4),
  encoder_attention_heads: size.default(6),
  encoder_ffn_dim: size.default(1536),
  max_source_positions: size.default(1500),
  use_weighted_layer_sum: z.boolean().default(false),
  classifier_proj_size: size.default(256),
  quantization_config: z.unknown().optional(),
  wav2emo: pooledSchema.nullish(),
});

type Raw = z.infer<typeof schema>;

const problemTypes = ['regression', 'single_label_classification'] as const;

/**
 * Checks the content of a `config.json` of Whisper and adds the defaults of transformers'
 * `WhisperConfig`.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) for settings which need another graph, naming
 * key, found and expected; (`checkpoint-corrupt`) for wrong types and sizes.
 */
export function parseWhisperConfig(json: unknown, file = 'config.json'): WhisperConfig {
  const raw = validate(json, file, schema.superRefine(checkSizes));
  refuseOther(file, 'activation_function', raw.activation_function, 'gelu');
  refuseOther(file, 'scale_embedding', raw.scale_embedding, false);
  refuseOther(file, 'quantization_config', raw.quantization_config, null, undefined);
  refuseOther(file, 'problem_type', raw.problem_type, ...problemTypes, null, undefined);
  return toConfig(raw, file);
}

function checkSizes(raw: Raw, context: z.RefinementCtx): void {
  if (raw.d_model % raw.encoder_attention_heads !== 0) {
    context.addIssue('d_model must be divisible by encoder_attention_heads');
  }
  if (raw.d_model % 2 !== 0) context.addIssue('d_model must be even');
  if (raw.wav2emo?.layers.some((layer) => layer > raw.encoder_layers)) {
    context.addIssue(`wav2emo.layers must be at most encoder_layers (${raw.encoder_layers})`);
  }
}

function toConfig(raw: Raw, file: string): WhisperConfig {
  return {
    modelType: 'whisper',
    architectures: raw.architectures ?? [],
    problemType: problemTypes.find((known) => known === raw.problem_type),
    labels: parseLabels(raw.id2label, raw.num_labels, file),
    numMelBins: raw.num_mel_bins,
    hiddenSize: raw.d_model,
    numHiddenLayers: raw.encoder_layers,
    numAttentionHeads: raw.encoder_attention_heads,
    intermediateSize: raw.encoder_ffn_dim,
    maxSourcePositions: raw.max_source_positions,
    useWeightedLayerSum: raw.use_weighted_layer_sum,
    classifierProjSize: raw.classifier_proj_size,
    ...(raw.wav2emo && { pooled: toPooled(raw.wav2emo) }),
  };
}

function toPooled(raw: z.infer<typeof pooledSchema>): PooledEncoderConfig {
  const { pooling, layers, level, drop, width } = raw;
  return {
    ...{ pooling, layers, level, drop, width },
    layerNorm: raw.layer_norm,
    frameWeights: raw.frame_weights,
  };
}
