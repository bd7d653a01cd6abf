// The public door `wav2emo/onnx`: what runs everywhere, and what writes files.
export * from './index.js';
export { writeModel, type WriteModelOptions, type WrittenModel } from './write-model.js';
