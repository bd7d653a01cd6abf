import type { SpeechBrainCheckpoint } from '../../checkpoint/index.js';
import type { Value } from '../../onnx/index.js';
import type { ModuleScope } from '../layers/module-scope.js';
import { frameHead } from '../wav2vec2/frame-head.js';
import type { HeadOutputs } from '../wav2vec2/heads.js';
import { statisticsHead } from '../wav2vec2/statistics-head.js';
import { ConstructionReader, unsupportedSetting } from './construction-reader.js';
import { findModule, type HparamsModule, requireModule } from './hparams-module.js';
import { readInputNormalization } from './input-normalization.js';

/** Most frames of an average, 2 s: longer ones would reach beyond the windows of a long recording. */
const MOST_POOLED_FRAMES = 100;

/** The head of a SpeechBrain model of the wav2vec2 family. */
export type SpeechBrainHead = {
  /** As plain data. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly outputs: number;
  readonly embeddingSize: number;
  /** The fewest frames that it can pool. */
  readonly leastFrames: number;
  /** Whether the mean of the waveform is subtracted before the encoder. */
  readonly centresWaveform: boolean;
  /** The frames of an average and from one to the next, if each has logits of its own. */
  readonly frames?: { readonly windowLength: number; readonly stride: number };
  readonly write: (
    net: ModuleScope,
    state: Value,
  ) => HeadOutputs & { readonly frameLogits?: Value };
};

/** What is known of the encoder before a head. */
export type HeadInput = {
  /** Width of the encoder's states. */
  readonly size: number;
  /** Whether each utterance's states are standardised first. */
  readonly outputNorm: boolean;
};

/**
 * Reads the head: `Pooling1d` if each frame is classified, otherwise `StatisticsPooling`; one linear layer
 * follows.
 *
 * @throws CheckpointError `checkpoint-unsupported` naming the setting
 */
export function readHead(
  checkpoint: SpeechBrainCheckpoint,
  linear: HparamsModule,
  input: HeadInput,
): SpeechBrainHead {
  const pooling = findModule(checkpoint, 'Pooling1d');
  if (pooling) return readFrameHead(checkpoint, pooling, linear, input);
  return readStatisticsHead(requireModule(checkpoint, 'StatisticsPooling'), linear, input);
}

/** The head of speechbrain/emotion-diarization-wavlm-large. */
function readFrameHead(
  checkpoint: SpeechBrainCheckpoint,
  pooling: HparamsModule,
  linear: HparamsModule,
  input: HeadInput,
): SpeechBrainHead {
  const frames = readPooling1d(pooling);
  const settings = { ...input, ...frames, ...readLinear(linear, input.size) };
  return {
    settings,
    outputs: settings.outputs,
    embeddingSize: input.size,
    leastFrames: frames.windowLength,
    centresWaveform: centresWaveform(checkpoint),
    frames,
    write: (net, state) => frameHead(net, state, settings),
  };
}

/** The head of speechbrain/emotion-recognition-wav2vec2-IEMOCAP. */
function readStatisticsHead(
  pooling: HparamsModule,
  linear: HparamsModule,
  input: HeadInput,
): SpeechBrainHead {
  const statistics = readStatisticsPooling(pooling);
  const { returnMean, returnStd } = statistics;
  const embeddingSize = input.size * (Number(returnMean) + Number(returnStd));
  const settings = { ...input, ...statistics, ...readLinear(linear, embeddingSize) };
  return {
    settings,
    outputs: settings.outputs,
    embeddingSize,
    // The standard deviation needs two frames.
    leastFrames: returnStd ? 2 : 1,
    centresWaveform: false,
    write: (net, state) => statisticsHead(net, state, settings),
  };
}

/** `Speech_Emotion_Diarization` normalises the waveform with `input_norm` before the encoder. */
function centresWaveform(checkpoint: SpeechBrainCheckpoint): boolean {
  const norm = findModule(checkpoint, 'InputNormalization');
  if (!norm) return false;
  if (!readInputNormalization(norm)) return true;
  throw unsupportedSetting(`${norm.key}.std_norm`, true, 'False');
}

/** Arguments and defaults of speechbrain.nnet.pooling.Pooling1d. */
function readPooling1d({ key, construction }: HparamsModule) {
  const args = new ConstructionReader(key, construction);
  args.only('pool_type', 'absent', 'avg');
  args.only('input_dims', 3, 3);
  args.only('pool_axis', 1, 1);
  args.only('padding', 0, 0);
  args.only('dilation', 1, 1);
  const windowLength = args.integer('kernel_size', 0, 1, MOST_POOLED_FRAMES);
  // With a longer stride, frames between two averages would have no label.
  const stride = args.integer('stride', windowLength, 1, windowLength);
  // Without `ceil_mode`, frames at the end would have no label.
  args.only('ceil_mode', false, true, ...(windowLength === 1 ? [false] : []));
  args.end();
  return { windowLength, stride };
}

/** Arguments and defaults of speechbrain.nnet.pooling.StatisticsPooling. */
function readStatisticsPooling({ key, construction }: HparamsModule) {
  const args = new ConstructionReader(key, construction);
  const returnMean = args.boolean('return_mean', true);
  const returnStd = args.boolean('return_std', true);
  args.end();
  if (!returnMean && !returnStd) {
    throw unsupportedSetting(`${key}.return_mean`, false, 'return_mean or return_std to be True');
  }
  return { returnMean, returnStd };
}

/** Arguments and defaults of speechbrain.nnet.linear.Linear. */
function readLinear({ key, construction }: HparamsModule, size: number) {
  const args = new ConstructionReader(key, construction);
  args.only('input_size', size, size);
  args.only('max_norm', null, null);
  const settings = { outputs: args.integer('n_neurons', 0), bias: args.boolean('bias', true) };
  args.end('combine_dims', 'input_shape');
  return settings;
}
