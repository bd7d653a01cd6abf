import type { SpeechBrainCheckpoint } from '../../checkpoint/index.js';
import { ConstructionReader, unsupportedSetting } from './construction-reader.js';
import { findModule, type HparamsModule } from './hparams-module.js';
import { KNOWN_ENCODERS, type KnownEncoder } from './known-encoders.js';

/** SpeechBrain's class of an encoder whose layers are summed with learnt weights. */
const WEIGHTED = 'WeightedSSLModel';
/** SpeechBrain's classes of encoders, older names included. */
const ENCODERS = ['Wav2Vec2', 'HuggingFaceWav2Vec2', 'HuBERT', 'WavLM', WEIGHTED] as const;

/** SpeechBrain's encoders that are recognised to say what they are. */
const OTHER_ENCODERS: readonly (readonly [className: string, found: string])[] = [
  ['Whisper', 'the encoder of a Whisper'],
  ['Xvector', 'an x-vector'],
  ['Wav2Vec2Pretrain', 'an encoder in pre-training, without a classifier'],
];

/** What hyperparams.yaml states of an encoder. */
export type SpeechBrainEncoder = KnownEncoder & {
  /** The hub repository of the published encoder. */
  readonly source: string;
  /** Whether each utterance's states are standardised before the head. */
  readonly outputNorm: boolean;
  /** How the states of all layers are summed. Absent: the head receives the last state. */
  readonly layerSum?: {
    /** Whether each frame of each state is standardised first. */
    readonly layerNorm: boolean;
  };
};

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
 * Reads the arguments of an encoder.
 *
 * @throws CheckpointError `checkpoint-unsupported` naming the setting
 */
export function readEncoder(
  checkpoint: SpeechBrainCheckpoint,
  module: HparamsModule,
): SpeechBrainEncoder {
  return module.construction.target.endsWith(`.${WEIGHTED}`)
    ? readWeighted(checkpoint, module)
    : readLastState(checkpoint, module);
}

/** Arguments and defaults of speechbrain.integrations.huggingface.weighted_ssl.WeightedSSLModel. */
function readWeighted(
  checkpoint: SpeechBrainCheckpoint,
  { key, construction }: HparamsModule,
): SpeechBrainEncoder {
  const args = new ConstructionReader(key, construction);
  const source = args.text('hub');
  const layerSum = { layerNorm: args.boolean('layernorm', false) };
  args.end('save_path', 'freeze', 'cache_dir');
  const { settings } = knownEncoder(checkpoint, `${key}.hub`, source);
  // Unlike SpeechBrain's other encoders, this one never standardises the waveform.
  return { source, settings, doNormalize: false, outputNorm: false, layerSum };
}

/** Arguments of speechbrain.integrations.huggingface.wav2vec2.Wav2Vec2 and its older versions. */
function readLastState(
  checkpoint: SpeechBrainCheckpoint,
  { key, construction }: HparamsModule,
): SpeechBrainEncoder {
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
  return { ...knownEncoder(checkpoint, `${key}.source`, source), source, outputNorm };
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
  throw unsupportedSetting(key, source, expected);
}
