export type { DType, TensorInfo, TensorStore } from './tensors/tensor-store.js';
export { type BlobFolder, memoryFolder } from './files/blob-folder.js';
export { openTorch } from './torch/torch.js';
export { openSafetensors } from './safetensors/safetensors.js';
export {
  type Construction,
  type Hparams,
  type HparamValue,
  isConstruction,
  isMapping,
} from './hyperpyyaml/hparams.js';
export { parseHyperPyYaml } from './hyperpyyaml/hyperpyyaml.js';
export { parseLabelEncoder } from './speechbrain/label-encoder.js';
export {
  type HuggingFaceConfig,
  parseHuggingFaceConfig,
  type PoolingMode,
  type ProblemType,
} from './huggingface/huggingface-config.js';
export {
  defaultPreprocessor,
  parsePreprocessorConfig,
  type PreprocessorConfig,
} from './huggingface/preprocessor-config.js';
export type {
  Checkpoint,
  CheckpointFile,
  FunAsrCheckpoint,
  HuggingFaceCheckpoint,
  OdysseyCheckpoint,
  SenseVoiceCheckpoint,
  SpeechBrainCheckpoint,
  VoxProfileCheckpoint,
  WhisperCheckpoint,
} from './checkpoint.js';
export type { AlibiConfig, Emotion2vecConfig } from './funasr/emotion2vec-config.js';
export type { SenseVoiceConfig } from './funasr/sense-voice-config.js';
export type { PooledEncoderConfig, WhisperConfig } from './huggingface/whisper-config.js';
export { type OpenCheckpointOptions, openCheckpoint } from './open-checkpoint.js';
export { foldAdapters, type LowRankAdapter } from './lora/low-rank.js';
export { openAnyTensors } from './open-any-tensors.js';
