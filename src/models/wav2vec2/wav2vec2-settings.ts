import type { HuggingFaceConfig } from '../../checkpoint/index.js';

/** Settings of an encoder of the wav2vec2 family: those that its graph depends on, without the head. */
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

/** Settings of the strided convolutions. */
export type ConvolutionSettings = Pick<
  EncoderSettings,
  'featExtractNorm' | 'convDim' | 'convKernel' | 'convStride' | 'convBias'
>;

/** The length in samples of the shortest waveform that results in this many frames. */
export function samplesOfFrames(settings: ConvolutionSettings, frames: number): number {
  const { convKernel, convStride } = settings;
  return convKernel.reduceRight(
    (needed, kernel, i) => (needed - 1) * (convStride[i] ?? 1) + kernel,
    frames,
  );
}
