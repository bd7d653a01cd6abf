import type { WhisperEncoderSettings } from '../whisper/whisper-settings.js';
import type { EncoderSettings } from '../wav2vec2/wav2vec2-settings.js';

/** A published encoder: its settings, and whether it expects standardised waveforms. */
export type KnownEncoder = { readonly settings: EncoderSettings; readonly doNormalize: boolean };

/** Settings that all published encoders of the family share. */
const FAMILY = {
  modelType: 'wav2vec2',
  convDim: [512, 512, 512, 512, 512, 512, 512],
  convKernel: [10, 3, 3, 3, 3, 2, 2],
  convStride: [5, 2, 2, 2, 2, 2, 2],
  convBias: false,
  featProjLayerNorm: true,
  numConvPosEmbeddings: 128,
  numConvPosEmbeddingGroups: 16,
  layerNormEps: 1e-5,
  numBuckets: 320,
  maxBucketDistance: 800,
} as const;

/** 12 post-norm layers of width 768, group norm: 95 million parameters. */
const BASE: EncoderSettings = {
  ...FAMILY,
  featExtractNorm: 'group',
  doStableLayerNorm: false,
  hiddenSize: 768,
  numHiddenLayers: 12,
  numAttentionHeads: 12,
  intermediateSize: 3072,
};

/** 24 layers of width 1024, otherwise like {@link BASE}: the large models trained on LibriSpeech. */
const LARGE: EncoderSettings = {
  ...BASE,
  hiddenSize: 1024,
  numHiddenLayers: 24,
  numAttentionHeads: 16,
  intermediateSize: 4096,
};

/** 24 pre-norm layers of width 1024, layer norm: the large models trained on more data. */
const LARGE_STABLE: EncoderSettings = {
  ...LARGE,
  featExtractNorm: 'layer',
  convBias: true,
  doStableLayerNorm: true,
};

/**
 * Published encoders by their hub repository. SpeechBrain's checkpoints name their encoder, but do not
 * contain its settings. Sizes and norms are checked against the tensors of a checkpoint. The tensors do
 * not show `doStableLayerNorm` and `doNormalize`; these were not compared with the published files.
 */
export const KNOWN_ENCODERS: ReadonlyMap<string, KnownEncoder> = new Map(
  Object.entries({
    'facebook/wav2vec2-base': { settings: BASE, doNormalize: true },
    'facebook/wav2vec2-base-960h': { settings: BASE, doNormalize: true },
    'facebook/wav2vec2-large': { settings: LARGE, doNormalize: true },
    'facebook/wav2vec2-large-960h': { settings: LARGE, doNormalize: true },
    'facebook/wav2vec2-large-lv60': { settings: LARGE_STABLE, doNormalize: true },
    'facebook/wav2vec2-large-960h-lv60': { settings: LARGE_STABLE, doNormalize: true },
    'facebook/wav2vec2-large-960h-lv60-self': { settings: LARGE_STABLE, doNormalize: true },
    'facebook/wav2vec2-large-robust': { settings: LARGE_STABLE, doNormalize: true },
    'facebook/wav2vec2-large-xlsr-53': { settings: LARGE_STABLE, doNormalize: true },
    'facebook/wav2vec2-xls-r-300m': { settings: LARGE_STABLE, doNormalize: true },
    'facebook/hubert-base-ls960': {
      settings: { ...BASE, modelType: 'hubert' },
      doNormalize: true,
    },
    'facebook/hubert-large-ll60k': {
      settings: { ...LARGE_STABLE, modelType: 'hubert' },
      doNormalize: true,
    },
    'microsoft/wavlm-base': { settings: { ...BASE, modelType: 'wavlm' }, doNormalize: false },
    'microsoft/wavlm-base-plus': { settings: { ...BASE, modelType: 'wavlm' }, doNormalize: false },
    'microsoft/wavlm-base-plus-sv': {
      settings: { ...BASE, modelType: 'wavlm' },
      doNormalize: false,
    },
    'microsoft/wavlm-large': {
      settings: { ...LARGE_STABLE, modelType: 'wavlm', convBias: false },
      doNormalize: true,
    },
  } satisfies Record<string, KnownEncoder>),
);

/** The encoder of openai/whisper-large-v3: 637 million parameters. */
export const WHISPER_LARGE_V3: WhisperEncoderSettings = {
  numMelBins: 128,
  hiddenSize: 1280,
  numHiddenLayers: 32,
  numAttentionHeads: 20,
  intermediateSize: 5120,
  maxSourcePositions: 1500,
};
