import type { HeadActivation } from '../head-activation.js';
import type { Emotion2vecConfig } from './funasr/emotion2vec-config.js';
import type { FeatureStatistics } from './funasr/kaldi-statistics.js';
import type { SenseVoiceConfig } from './funasr/sense-voice-config.js';
import type { Hparams } from './hyperpyyaml/hparams.js';
import type { HuggingFaceConfig } from './huggingface/huggingface-config.js';
import type { PreprocessorConfig } from './huggingface/preprocessor-config.js';
import type { WhisperConfig } from './huggingface/whisper-config.js';
import type { TensorStore } from './tensors/tensor-store.js';

/** A file that a checkpoint was read from. */
export type CheckpointFile = {
  /** Path inside the checkpoint's folder. */
  readonly path: string;
  readonly bytes: number;
};

/** A folder in SpeechBrain's layout: hyperparams.yaml, *.ckpt, label_encoder.txt. */
export type SpeechBrainCheckpoint = {
  readonly format: 'speechbrain';
  readonly hparams: Hparams;
  /** Tensors by the pretrainer's key: `wav2vec2` and `model`, or `embedding_model` and `classifier` … */
  readonly stores: ReadonlyMap<string, TensorStore>;
  /** The classes in the order of their index. */
  readonly labels: readonly string[];
  /** Settings of the encoder, from a config.json beside hyperparams.yaml; usually absent. */
  readonly config?: HuggingFaceConfig;
  /** Settings of the encoder's input, from a file beside hyperparams.yaml; usually absent. */
  readonly preprocessor?: PreprocessorConfig;
  /** Every file that was used, in the order of opening. */
  readonly files: readonly CheckpointFile[];
};

/** A folder in Hugging Face's layout: config.json, preprocessor_config.json, model.safetensors … */
export type HuggingFaceCheckpoint = {
  readonly format: 'huggingface';
  readonly family: 'wav2vec2';
  readonly config: HuggingFaceConfig;
  readonly preprocessor: PreprocessorConfig;
  /** Every tensor of the model; shards are combined to one store. */
  readonly store: TensorStore;
  /** The classes, or the dimensions of a regression, in the order of their index; empty if no file says how many. */
  readonly labels: readonly string[];
  /** What the caller says about the head. Absent: nothing. */
  readonly headActivation?: HeadActivation;
  /** Every file that was used, in the order of opening. */
  readonly files: readonly CheckpointFile[];
};

/** A folder of a Whisper model in Hugging Face's layout. */
export type WhisperCheckpoint = Omit<
  HuggingFaceCheckpoint,
  'family' | 'config' | 'preprocessor'
> & {
  readonly family: 'whisper';
  readonly config: WhisperConfig;
  /** `weight` and `bias` of the linear layer after the pooling, from `heads.json`; absent if the head is in `store`. */
  readonly head?: TensorStore;
};

/** A folder of a baseline of the Odyssey 2024 challenge in Hugging Face's layout. */
export type OdysseyCheckpoint = Omit<WhisperCheckpoint, 'family' | 'config' | 'head'> & {
  readonly family: 'odyssey';
  readonly config: {
    /** Hub repository of the encoder. */
    readonly encoder: string;
    /** Mean of the samples of the training set. */
    readonly mean: number;
    /** Standard deviation of the samples of the training set. */
    readonly std: number;
  };
  /** Settings of the encoder, from `encoder_config.json`; absent for published models. */
  readonly encoder?: HuggingFaceConfig;
};

/** A folder of Vox-Profile in Hugging Face's layout. */
export type VoxProfileCheckpoint = Omit<WhisperCheckpoint, 'family' | 'config' | 'head'> & {
  readonly family: 'vox-profile';
  readonly config: {
    /** Vox-Profile's name of the encoder, e.g. `wavlm_large`. */
    readonly encoder: string;
    /** Width of the pointwise convolutions and the heads. */
    readonly hiddenSize: number;
    /** Rank of the adapters beside the weights of the upper layers; absent if it has none. */
    readonly adapterRank?: number;
    /** Whether the sum of the layers includes the input of the first one. */
    readonly sumsInput: boolean;
    readonly classes: number;
    readonly detailedClasses: number;
  };
  /** Settings of the encoder, from `encoder_config.json`; absent for published models. */
  readonly encoder?: HuggingFaceConfig | WhisperConfig;
};

/** A folder of emotion2vec in FunASR's layout: config.yaml, tokens.txt, model.pt. */
export type FunAsrCheckpoint = {
  readonly format: 'funasr';
  readonly family: 'emotion2vec';
  readonly config: Emotion2vecConfig;
  readonly store: TensorStore;
  /** The label of each output in its order; undefined if the output is unused. Empty if no file says how many. */
  readonly tokens: readonly (string | undefined)[];
  /** The labels of the outputs that are used. */
  readonly labels: readonly string[];
  /** Every file that was used, in the order of opening. */
  readonly files: readonly CheckpointFile[];
};

/** A folder of SenseVoiceSmall in FunASR's layout: config.yaml, am.mvn, model.pt and the tokens. */
export type SenseVoiceCheckpoint = Omit<FunAsrCheckpoint, 'family' | 'config' | 'tokens'> & {
  readonly family: 'sense-voice';
  readonly config: SenseVoiceConfig;
  /** How the features are shifted and scaled. */
  readonly statistics: FeatureStatistics;
  /** How many tokens the model tells apart. */
  readonly tokens: number;
  /** The ids of the tokens that tell an emotion, in the order of the labels. */
  readonly emotions: readonly number[];
};

/** The opened folder of a trained model: settings and labels are read, tensors can be read. */
export type Checkpoint =
  | SpeechBrainCheckpoint
  | HuggingFaceCheckpoint
  | WhisperCheckpoint
  | OdysseyCheckpoint
  | VoxProfileCheckpoint
  | FunAsrCheckpoint
  | SenseVoiceCheckpoint;
