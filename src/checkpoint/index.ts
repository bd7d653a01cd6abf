export type { DType, TensorInfo, TensorStore } from './tensor-store.js';
export { type BlobFolder, memoryFolder } from './blob-folder.js';
export { openFolder } from './open-folder.js';
export { openTorch } from './torch.js';
export { openSafetensors } from './safetensors.js';
export type { Construction, HparamValue, Hparams } from './hparams.js';
export { isConstruction, isMapping } from './hparams.js';
export { parseHyperPyYaml } from './hyperpyyaml.js';
export { parseLabelEncoder } from './label-encoder.js';
export { type HuggingFaceConfig, parseHuggingFaceConfig } from './huggingface-config.js';
export { type PreprocessorConfig, defaultPreprocessor } from './preprocessor-config.js';
export { parsePreprocessorConfig } from './preprocessor-config.js';
export type {
  Checkpoint,
  CheckpointFile,
  HuggingFaceCheckpoint,
  SpeechBrainCheckpoint,
} from './checkpoint.js';
export { type OpenCheckpointOptions, openCheckpoint } from './open-checkpoint.js';
