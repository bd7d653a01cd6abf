import { z } from 'zod';
import { refuseOther } from '../huggingface/preprocessor-config.js';
import { validate } from '../json.js';
import { type Convolution, parseConvolutionSpec } from './convolution-spec.js';

/** Settings of emotion2vec from the `model_conf` of a `config.yaml`: every key that the graph depends on. */
export type Emotion2vecConfig = {
  readonly hiddenSize: number;
  /** Transformer blocks of the audio encoder. */
  readonly prenetLayers: number;
  /** Transformer blocks after them. */
  readonly mainLayers: number;
  /** Divides `hiddenSize`. */
  readonly numAttentionHeads: number;
  readonly intermediateSize: number;
  readonly layerNormEps: number;
  /** Whether the waveform is brought to mean 0 and variance 1. */
  readonly doNormalize: boolean;
  readonly convolutions: readonly Convolution[];
  /** Kernel, in frames, and groups of each of the stacked positional convolutions. */
  readonly positionKernel: number;
  readonly positionGroups: number;
  readonly positionLayers: number;
  /** Learnt vectors in front of the frames. */
  readonly extraTokens: number;
  /** How the distance of two frames lowers their attention; absent if it does not. */
  readonly alibi?: AlibiConfig;
};

/** The shape of the scale of ALiBi. */
export type AlibiConfig = {
  /** Whether each head has its own scale. */
  readonly isPerHead: boolean;
  /** Whether each block has its own scale. */
  readonly isPerLayer: boolean;
};

const size = z.int().min(1).max(65_536);
const layers = z.int().min(0).max(512);

const audioSchema = z.object({
  prenet_depth: layers.default(4),
  num_extra_tokens: z.int().min(0).max(4096).default(0),
  use_alibi_encoder: z.boolean().default(false),
  learned_alibi: z.boolean().default(false),
  learned_alibi_scale_per_head: z.boolean().default(false),
  learned_alibi_scale_per_layer: z.boolean().default(false),
  num_alibi_heads: size.nullish(),
  model_depth: layers.nullish(),
  extractor_mode: z.string(),
  feature_encoder_spec: z.string(),
  conv_pos_width: size,
  conv_pos_groups: size,
  conv_pos_depth: z.int().min(1).max(64),
  conv_pos_pre_ln: z.boolean().default(false),
});

const schema = z.object({
  depth: layers,
  num_heads: size,
  embed_dim: size,
  mlp_ratio: z.number().positive().max(64),
  norm_eps: z.number().positive().max(1),
  norm_affine: z.boolean(),
  layer_norm_first: z.boolean(),
  normalize: z.boolean(),
  modalities: z.object({ audio: audioSchema }),
});

type Raw = z.infer<typeof schema>;

/**
 * Checks the `model_conf` of a `config.yaml` of FunASR's `Emotion2vec`.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) for settings which need another graph, naming key,
 * found and expected; (`checkpoint-corrupt`) for wrong types and sizes.
 */
export function parseEmotion2vecConfig(conf: unknown, file: string): Emotion2vecConfig {
  const raw = validate(conf, `${file} (model_conf)`, schema.superRefine(checkSizes));
  refuseUnsupported(raw, file);
  const { audio } = raw.modalities;
  return {
    hiddenSize: raw.embed_dim,
    prenetLayers: audio.prenet_depth,
    mainLayers: raw.depth,
    numAttentionHeads: raw.num_heads,
    intermediateSize: Math.trunc(raw.embed_dim * raw.mlp_ratio),
    layerNormEps: raw.norm_eps,
    doNormalize: raw.normalize,
    convolutions: parseConvolutionSpec(audio.feature_encoder_spec, file),
    positionKernel: Math.max(3, Math.floor(audio.conv_pos_width / audio.conv_pos_depth)),
    positionGroups: audio.conv_pos_groups,
    positionLayers: audio.conv_pos_depth,
    extraTokens: audio.num_extra_tokens,
    ...(audio.use_alibi_encoder && {
      alibi: {
        isPerHead: audio.learned_alibi_scale_per_head,
        isPerLayer: audio.learned_alibi_scale_per_layer,
      },
    }),
  };
}

function checkSizes(raw: Raw, context: z.RefinementCtx): void {
  const { audio } = raw.modalities;
  if (raw.embed_dim % raw.num_heads !== 0) {
    context.addIssue('embed_dim must be divisible by num_heads');
  }
  if (raw.embed_dim % audio.conv_pos_groups !== 0) {
    context.addIssue('embed_dim must be divisible by conv_pos_groups');
  }
  if (raw.depth + audio.prenet_depth < 1) context.addIssue('it has no blocks');
}

function refuseUnsupported(raw: Raw, file: string): void {
  const { audio } = raw.modalities;
  refuseOther(file, 'norm_affine', raw.norm_affine, true);
  refuseOther(file, 'layer_norm_first', raw.layer_norm_first, false);
  refuseOther(file, 'extractor_mode', audio.extractor_mode, 'layer_norm');
  refuseOther(file, 'conv_pos_pre_ln', audio.conv_pos_pre_ln, false);
  refuseOther(file, 'learned_alibi', audio.learned_alibi, false);
  if (!audio.use_alibi_encoder) return;
  refuseOther(file, 'num_alibi_heads', audio.num_alibi_heads, raw.num_heads);
  if (audio.learned_alibi_scale_per_layer) {
    refuseOther(file, 'model_depth', audio.model_depth, raw.depth);
  }
}
