import type { Emotion2vecConfig } from '../../checkpoint/index.js';
import type { ConvolutionSettings } from '../wav2vec2/wav2vec2-settings.js';

/** Settings of the encoder of emotion2vec. */
export type Emotion2vecSettings = Emotion2vecConfig;

/** The strided convolutions in the words of the wav2vec2 family: a layer norm follows each. */
export function convolutionSettings({ convolutions }: Emotion2vecSettings): ConvolutionSettings {
  return {
    featExtractNorm: 'layer',
    convBias: false,
    convDim: convolutions.map(({ channels }) => channels),
    convKernel: convolutions.map(({ kernel }) => kernel),
    convStride: convolutions.map(({ stride }) => stride),
  };
}

/** The module of the audio encoder, which has everything but the last blocks. */
export const AUDIO_ENCODER = 'modality_encoders.AUDIO';

/** A tensor that every encoder of the family has. */
export const EMOTION2VEC_TENSOR = `${AUDIO_ENCODER}.local_encoder.conv_layers.0.0.weight`;

/** The names of all blocks in the order of computation. */
export function blockNames({ prenetLayers, mainLayers }: Emotion2vecSettings): readonly string[] {
  const named = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}blocks.${index}`);
  return [...named(prenetLayers, `${AUDIO_ENCODER}.context_encoder.`), ...named(mainLayers, '')];
}
