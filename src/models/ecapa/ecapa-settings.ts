import type { FbankSettings } from './fbank.js';

/** Settings of an ECAPA-TDNN classifier in SpeechBrain's layout. */
export type EcapaSettings = {
  readonly fbank: FbankSettings;
  /** Whether the features of an utterance are divided by their standard deviation over time. */
  readonly stdNorm: boolean;
  /** Channels of the first layer, of each SE-Res2Net block and of the aggregation. */
  readonly channels: readonly number[];
  /** Odd kernel sizes in frames, one for each of `channels`. */
  readonly kernelSizes: readonly number[];
  readonly dilations: readonly number[];
  readonly groups: readonly number[];
  readonly attentionChannels: number;
  readonly res2netScale: number;
  readonly seChannels: number;
  /** Whether the mean and standard deviation of the utterance are inputs of the attention too. */
  readonly globalContext: boolean;
  /** Size of the embedding. */
  readonly linNeurons: number;
  /** Number of pairs of batch norm and linear layer before the cosine. */
  readonly classifierBlocks: number;
  /** Width of those linear layers. */
  readonly classifierNeurons: number;
  readonly classes: number;
  /** Factor from cosine to logit: the scale of the additive margin loss in training. */
  readonly scale: number;
};

/** The sizes of one {@link EcapaSettings.channels} entry. */
export type EcapaLayer = {
  readonly channels: number;
  readonly kernel: number;
  readonly dilation: number;
  readonly groups: number;
};

/** The layers of a network in their order. */
export function ecapaLayers(settings: EcapaSettings): readonly EcapaLayer[] {
  return settings.channels.map((channels, i) => ({
    channels,
    kernel: settings.kernelSizes[i] ?? 1,
    dilation: settings.dilations[i] ?? 1,
    groups: settings.groups[i] ?? 1,
  }));
}

/** Frames that a layer pads on each side by reflection. */
export function reflectedFrames({ kernel, dilation }: EcapaLayer): number {
  return Math.floor((dilation * (kernel - 1)) / 2);
}

/** The shortest waveform in samples: a whole window, and more frames than any layer reflects. */
export function ecapaMinimumSamples(settings: EcapaSettings): number {
  const { windowSamples, hopSamples } = settings.fbank;
  const widest = Math.max(...ecapaLayers(settings).map(reflectedFrames));
  return Math.max(windowSamples, widest * hopSamples);
}
