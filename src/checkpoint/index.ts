export type { DType, TensorInfo, TensorStore } from './tensor-store.ts';
export { type BlobFolder, memoryFolder } from './blob-folder.ts';
export { openFolder } from './open-folder.ts';
export { openTorch } from './torch.ts';
export { openSafetensors } from './safetensors.ts';
export type { Construction, HparamValue, Hparams } from './hparams.ts';
export { isConstruction, isMapping } from './hparams.ts';
export { parseHyperPyYaml } from './hyperpyyaml.ts';
export { parseLabelEncoder } from './label-encoder.ts';
export { type HuggingFaceConfig, parseHuggingFaceConfig } from './huggingface-config.ts';
export { type PreprocessorConfig, defaultPreprocessor } from './preprocessor-config.ts';
export { parsePreprocessorConfig } from './preprocessor-config.ts';
export type {
  Checkpoint,
  CheckpointFile,
  HuggingFaceCheckpoint,
  SpeechBrainCheckpoint,
} from './checkpoint.ts';
export { type OpenCheckpointOptions, openCheckpoint } from './open-checkpoint.ts';
