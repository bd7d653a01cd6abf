import {
  foldAdapters,
  type LowRankAdapter,
  type TensorStore,
  type VoxProfileCheckpoint,
} from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { GraphOptions } from '../graph-options.js';
import type { EncoderSettings } from '../wav2vec2/wav2vec2-settings.js';
import type { WhisperEncoderSettings } from '../whisper/whisper-settings.js';
import { KNOWN_ENCODERS, WHISPER_LARGE_V3 } from './known-encoders.js';
import type { Architecture } from './model-plan.js';
import { voxProfileWavlm } from './vox-profile-wavlm.js';
import { voxProfileWhisper } from './vox-profile-whisper.js';

/** The module of the encoder. */
const BACKBONE = 'backbone_model';

/** The matrices of a layer that may have adapters, by the name of their module inside the layer. */
const ADAPTED = {
  wavlm: ['feed_forward.intermediate_dense', 'feed_forward.output_dense'],
  whisper: ['fc1', 'fc2'],
} as const;

/**
 * Reads an emotion model of Vox-Profile: pointwise convolutions over the states of a WavLM or a Whisper
 * encoder, their mean over time and one head for each question. Adapters of loralib beside the weights of
 * the upper layers are folded into them; loralib's scale is 1 / rank.
 *
 * @throws CheckpointError `checkpoint-unsupported` if the encoder is not known or the outputs have no
 *   names, `checkpoint-incomplete` or `checkpoint-mismatch` if adapters are absent or do not fit
 */
export function voxProfileModel(
  checkpoint: VoxProfileCheckpoint,
  options: GraphOptions,
): Architecture {
  const encoder = encoderSettings(checkpoint);
  const kind = 'numMelBins' in encoder ? 'whisper' : 'wavlm';
  const store = withoutAdapters(checkpoint, encoder.numHiddenLayers, ADAPTED[kind]);
  const folded = { ...checkpoint, store };
  return 'numMelBins' in encoder
    ? voxProfileWhisper(folded, encoder, options)
    : voxProfileWavlm(folded, encoder, options);
}

function encoderSettings({
  config,
  encoder,
}: VoxProfileCheckpoint): EncoderSettings | WhisperEncoderSettings {
  if (encoder) return encoder;
  if (config.encoder === 'whisper_large') return WHISPER_LARGE_V3;
  const wavlm = KNOWN_ENCODERS.get('microsoft/wavlm-large')?.settings;
  if (config.encoder === 'wavlm_large' && wavlm) return wavlm;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `config.json: pretrain_model is ${JSON.stringify(config.encoder)}, expected "wavlm_large" or "whisper_large", or the encoder's config.json beside it as encoder_config.json.`,
  );
}

/** Folds the adapters of the layers above the middle, which have them in a model that was trained with LoRA. */
function withoutAdapters(
  { config, store }: VoxProfileCheckpoint,
  layers: number,
  modules: readonly string[],
): TensorStore {
  const { adapterRank: rank } = config;
  if (rank === undefined) return store;
  const byWeight = new Map<string, LowRankAdapter>();
  for (let layer = Math.floor(layers / 2) + 1; layer < layers; layer++) {
    for (const module of modules) {
      const name = `${BACKBONE}.encoder.layers.${layer}.${module}`;
      const [down, up] = [`${name}.lora_A`, `${name}.lora_B`];
      byWeight.set(`${name}.weight`, { down, up, rank, scale: 1 / rank });
    }
  }
  return foldAdapters(store, { store, byWeight, origin: 'The checkpoint' });
}
