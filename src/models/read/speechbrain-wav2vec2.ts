import type { SpeechBrainCheckpoint } from '../../checkpoint/index.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import { ConstructionReader, unsupportedSetting } from './construction-reader.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import { KNOWN_ENCODERS, type KnownEncoder } from './known-encoders.js';
import { type Architecture, checkLabels, type FrameLogitsDescription } from './model-plan.js';
import { ModuleScope } from '../layers/module-scope.js';
import { findModule, type HparamsModule, moduleWeights, requireModule } from './hparams-module.js';
import { mean } from '../layers/statistics.js';
import { ENCODER_NAMES, ENCODER_TENSOR, writeEncoder } from '../wav2vec2/open-encoder.js';
import { type EncoderSettings, samplesOfFrames } from '../wav2vec2/wav2vec2-settings.js';
import { readHead } from './speechbrain-heads.js';

/** Epsilon of torch's `F.layer_norm`, which SpeechBrain applies to the waveform. */
const NORMALISE_EPSILON = 1e-5;
/** SpeechBrain's classes of encoders, older names included. */
const ENCODERS = ['Wav2Vec2', 'HuggingFaceWav2Vec2', 'HuBERT', 'WavLM'] as const;

/** SpeechBrain's encoders that are recognised to say what they are. */
const OTHER_ENCODERS: readonly (readonly [className: string, found: string])[] = [
  ['WeightedSSLModel', 'a learnt sum of all layers of an encoder'],
  ['Whisper', 'the encoder of a Whisper'],
  ['Xvector', 'an x-vector'],
  ['Wav2Vec2Pretrain', 'an encoder in pre-training, without a classifier'],
];

/**
 * Refuses SpeechBrain models on encoders that are not read, by what is special about them.
 *
 * @throws CheckpointError `checkpoint-unsupported`
 */
export function refuseOtherEncoders(checkpoint: SpeechBrainCheckpoint): void {
  for (const [className, found] of OTHER_ENCODERS) {
    const module = findModule(checkpoint, className);
    if (!module) continue;
    const expected = `one of the classes ${ENCODERS.join(', ')} and ECAPA_TDNN`;
    throw unsupportedSetting(module.key, `${className} (${found})`, expected);
  }
}

/** The encoder module of a SpeechBrain classifier of the wav2vec2 family, if it is one. */
export function findEncoder(checkpoint: SpeechBrainCheckpoint): HparamsModule | undefined {
  return findModule(checkpoint, ...ENCODERS);
}

/**
 * Reads a SpeechBrain folder of an encoder of the wav2vec2 family with statistics pooling and one
 * linear layer, like speechbrain/emotion-recognition-wav2vec2-IEMOCAP, or with one linear layer for each
 * frame, like speechbrain/emotion-diarization-wavlm-large.
 *
 * @throws CheckpointError `checkpoint-unsupported` naming the setting
 */
export function speechBrainWav2vec2(
  checkpoint: SpeechBrainCheckpoint,
  module: HparamsModule,
  options: GraphOptions,
): Architecture {
  const { outputNorm, source } = readEncoder(module);
  const { settings: published, doNormalize } = knownEncoder(checkpoint, module.key, source);
  const linear = requireModule(checkpoint, 'Linear');
  const size = published.hiddenSize;
  const head = readHead(checkpoint, linear, { size, outputNorm });
  checkLabels(checkpoint.labels, head.outputs);
  const encoder = moduleWeights(checkpoint, module, ENCODER_TENSOR, ...ENCODER_NAMES);
  const settings = keepLayers(published, encoder.child('encoder'), options);
  const classifier = moduleWeights(checkpoint, linear, 'w.weight');
  return {
    description: {
      architecture: settings.modelType,
      task: 'classification',
      labels: checkpoint.labels,
      settings: { source, ...settings, head: head.settings },
      hiddenSize: size,
      layers: settings.numHiddenLayers,
      embeddingSize: head.embeddingSize,
      minimumSamples: samplesOfFrames(settings, head.leastFrames),
      normalisation: doNormalize ? 'waveform' : 'none',
      ...(head.frames && { frameLogits: inSamples(head.frames, settings) }),
    },
    weights: [encoder, classifier],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies) => {
      const epsilon = doNormalize ? NORMALISE_EPSILON : undefined;
      const net = new ModuleScope(graph, encoder);
      // A waveform that is standardised afterwards needs no other mean subtracted.
      const input = head.centresWaveform && !doNormalize ? centred(graph, waveform) : waveform;
      const state = writeEncoder(net, input, settings, { epsilon, strategies }).at(-1);
      if (!state) throw new RangeError('The encoder has no states.');
      return head.write(new ModuleScope(graph.at('head'), classifier, strategies.head), state);
    },
  };
}

const centred = (graph: GraphBuilder, waveform: Value): Value =>
  graph.op('Sub', [waveform, mean(graph, waveform, [1])]);

/** Frames of the encoder as samples. */
function inSamples(
  { windowLength, stride }: { readonly windowLength: number; readonly stride: number },
  { convStride }: EncoderSettings,
): FrameLogitsDescription {
  const hop = convStride.reduce((product, each) => product * each, 1);
  return { hopSamples: stride * hop, windowSamples: windowLength * hop };
}

/** The settings in config.json beside hyperparams.yaml, or those of the published encoder that it names. */
function knownEncoder(
  { config, preprocessor }: SpeechBrainCheckpoint,
  key: string,
  source: string,
): KnownEncoder {
  const known = KNOWN_ENCODERS.get(source);
  if (config) {
    return {
      settings: config,
      doNormalize: preprocessor?.doNormalize ?? known?.doNormalize ?? true,
    };
  }
  if (known) return known;
  const names = [...KNOWN_ENCODERS.keys()].join(', ');
  const expected = `one of ${names}, or the encoder's config.json beside hyperparams.yaml`;
  throw unsupportedSetting(`${key}.source`, source, expected);
}

/** Arguments of speechbrain.integrations.huggingface.wav2vec2.Wav2Vec2 and its older versions. */
function readEncoder({ key, construction }: HparamsModule) {
  const args = new ConstructionReader(key, construction);
  args.only('output_all_hiddens', false, false);
  // Until 0.5 the class was named HuggingFaceWav2Vec2, and its default of output_norm was True.
  const outputNorm = args.boolean(
    'output_norm',
    construction.target.endsWith('.HuggingFaceWav2Vec2'),
  );
  const source = args.text('source');
  args.end(
    'save_path',
    'freeze',
    'freeze_feature_extractor',
    'apply_spec_augment',
    'pretrain',
    'cache_dir',
  );
  return { outputNorm, source };
}
