import {
  type Hparams,
  type HparamValue,
  isConstruction,
  type SpeechBrainCheckpoint,
} from '../../checkpoint/index.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { ConstructionReader, unsupportedSetting } from './construction-reader.js';
import type { FbankSettings } from '../ecapa/fbank.js';
import { coversEveryMel } from '../ecapa/mel.js';
import type { EcapaSettings } from '../ecapa/ecapa-settings.js';
import { requireModule, type HparamsModule } from './hparams-module.js';
import { readInputNormalization } from './input-normalization.js';

/** The usual scale of the additive margin loss, for a hyperparams.yaml that does not state it. */
const DEFAULT_SCALE = 30;
/** SpeechBrain's losses with a margin; without the argument, their scale is 1. */
const MARGIN_LOSSES = ['AdditiveMargin', 'AdditiveAngularMargin'];

/**
 * Reads the settings of an ECAPA-TDNN classifier from hyperparams.yaml.
 *
 * @throws CheckpointError `checkpoint-unsupported` naming the setting
 */
export function readEcapaSettings(checkpoint: SpeechBrainCheckpoint): EcapaSettings {
  const fbank = readFbank(requireModule(checkpoint, 'Fbank'));
  const network = readNetwork(requireModule(checkpoint, 'ECAPA_TDNN'), fbank.nMels);
  const stdNorm = readInputNormalization(requireModule(checkpoint, 'InputNormalization'));
  const classifier = readClassifier(requireModule(checkpoint, 'Classifier'), network.linNeurons);
  const scale = checkpoint.hparams['scale'] ?? lossScale(checkpoint.hparams) ?? DEFAULT_SCALE;
  if (typeof scale !== 'number' || !(scale > 0 && scale < Infinity)) {
    throw unsupportedSetting('scale', scale, 'a number above 0');
  }
  return { fbank, stdNorm, ...network, ...classifier, scale };
}

/** The scale of the loss, which the settings of a training run construct. */
function lossScale(hparams: Hparams): HparamValue | undefined {
  for (const value of Object.values(hparams)) {
    const loss = isConstruction(value) ? (value.args['loss_fn'] ?? value) : undefined;
    if (isConstruction(loss) && MARGIN_LOSSES.includes(loss.target.split('.').at(-1) ?? ''))
      return loss.args['scale'] ?? 1;
  }
  return undefined;
}

/** Arguments and defaults of speechbrain.lobes.features.Fbank. */
function readFbank({ key, construction }: HparamsModule): FbankSettings {
  const args = new ConstructionReader(key, construction);
  args.only('sample_rate', MODEL_SAMPLE_RATE, MODEL_SAMPLE_RATE);
  args.only('deltas', false, false);
  args.only('context', false, false);
  args.only('requires_grad', false, false);
  args.only('filter_shape', 'triangular', 'triangular');
  const perMillisecond = MODEL_SAMPLE_RATE / 1000;
  const windowSamples = Math.round(args.number('win_length', 25) * perMillisecond);
  const hopSamples = Math.round(args.number('hop_length', 10) * perMillisecond);
  const settings = {
    sampleRate: MODEL_SAMPLE_RATE,
    nFft: args.integer('n_fft', 400, 2, 4096),
    nMels: args.integer('n_mels', 40, 1, 4096),
    fMin: args.number('f_min', 0),
    fMax: args.number('f_max', MODEL_SAMPLE_RATE / 2),
    windowSamples,
    hopSamples,
  };
  // The frames of context have an effect only with `context`, the other two only in training.
  args.end('left_frames', 'right_frames', 'param_change_factor', 'param_rand_factor');
  checkFbank(key, settings);
  return settings;
}

function checkFbank(key: string, settings: FbankSettings): void {
  const { sampleRate, windowSamples, hopSamples, nFft, nMels, fMin, fMax } = settings;
  const check = (right: boolean, name: string, found: number, expected: string) => {
    if (!right) throw unsupportedSetting(`${key}.${name}`, found, expected);
  };
  const within = (samples: number, most: number) => samples >= 1 && samples <= most;
  check(within(windowSamples, nFft), 'win_length', windowSamples, `1 to ${nFft} samples`);
  check(within(hopSamples, sampleRate), 'hop_length', hopSamples, `1 to ${sampleRate} samples`);
  const half = sampleRate / 2;
  check(fMin < fMax && fMax <= half, 'f_max', fMax, `above f_min ${fMin} and at most ${half}`);
  const expected = `so few that each band contains a frequency of n_fft ${nFft}`;
  check(coversEveryMel(settings), 'n_mels', nMels, expected);
}

/** Arguments and defaults of speechbrain.lobes.models.ECAPA_TDNN.ECAPA_TDNN. */
function readNetwork({ key, construction }: HparamsModule, nMels: number) {
  const args = new ConstructionReader(key, construction);
  args.only('input_size', nMels, nMels);
  const channels = args.integers('channels', [512, 512, 512, 512, 1536]);
  const settings = {
    channels,
    kernelSizes: args.integers('kernel_sizes', [5, 3, 3, 3, 1]),
    dilations: args.integers('dilations', [1, 2, 3, 4, 1]),
    groups: args.integers('groups', [1, 1, 1, 1, 1]),
    attentionChannels: args.integer('attention_channels', 128),
    res2netScale: args.integer('res2net_scale', 8, 2),
    seChannels: args.integer('se_channels', 128),
    globalContext: args.boolean('global_context', true),
    linNeurons: args.integer('lin_neurons', 192),
  };
  args.end('device', 'dropout');
  checkLayers(key, settings);
  return settings;
}

type LayerKey = 'channels' | 'kernelSizes' | 'dilations' | 'groups' | 'res2netScale';

function checkLayers(key: string, settings: Pick<EcapaSettings, LayerKey>): void {
  const { channels, kernelSizes, dilations, groups, res2netScale } = settings;
  const check = (right: boolean, name: string, found: readonly number[], expected: string) => {
    if (!right) throw unsupportedSetting(`${key}.${name}`, found, expected);
  };
  const layers = channels.length;
  check(layers >= 3, 'channels', channels, 'at least 3 numbers');
  check(kernelSizes.length === layers, 'kernel_sizes', kernelSizes, `${layers} numbers`);
  check(dilations.length === layers, 'dilations', dilations, `${layers} numbers`);
  check(groups.length === layers, 'groups', groups, `${layers} numbers`);
  // With an even kernel, SpeechBrain's padding loses a frame, and the residual could not be added.
  check(
    !kernelSizes.some((kernel) => kernel % 2 === 0),
    'kernel_sizes',
    kernelSizes,
    'odd numbers',
  );
  const split = channels.slice(1, -1).every((each) => each % res2netScale === 0);
  check(split, 'channels', channels, `multiples of res2net_scale ${res2netScale}`);
}

/** Arguments and defaults of speechbrain.lobes.models.ECAPA_TDNN.Classifier. */
function readClassifier({ key, construction }: HparamsModule, linNeurons: number) {
  const args = new ConstructionReader(key, construction);
  args.only('input_size', linNeurons, linNeurons);
  const settings = {
    classifierBlocks: args.integer('lin_blocks', 0, 0, 64),
    classifierNeurons: args.integer('lin_neurons', 192),
    classes: args.integer('out_neurons', 1211),
  };
  args.end('device');
  return settings;
}
