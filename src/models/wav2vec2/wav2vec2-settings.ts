import type { HuggingFaceConfig } from '../../checkpoint/index.js';

/** Settings of an encoder of the wav2vec2 family: what its graph depends on, head left out. */
export type EncoderSettings = Pick<
  HuggingFaceConfig,
  | 'modelType'
  | 'featExtractNorm'
  | 'convDim'
  | 'convKernel'
  | 'convStride'
  | 'convBias'
  | 'featProjLayerNorm'
  | 'numConvPosEmbeddings'
  | 'numConvPosEmbeddingGroups'
  | 'doStableLayerNorm'
  | 'hiddenSize'
  | 'numHiddenLayers'
  | 'numAttentionHeads'
  | 'intermediateSize'
  | 'layerNormEps'
  | 'numBuckets'
  | 'maxBucketDistance'
>;

/** The shortest waveform, in samples, that gives this many frames. */
export function samplesOfFrames(settings: EncoderSettings, frames: number): number {
  const { convKernel, convStride } = settings;
  return convKernel.reduceRight(
    (needed, kernel, i) => (needed - 1) * (convStride[i] ?? 1) + kernel,
    frames,
  );
}
