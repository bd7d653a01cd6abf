export { convertCheckpoint, inspectModel } from './load-conversion.js';
export { openGraph, type RunOptions } from './open-graph.js';
export { openModel } from './open-model.js';
export { type AudioFile, openRecording } from './open-recording.js';
export { openVoiceDetector } from './open-voice-detector.js';
export { type LoadOptions, prepareBundle } from './prepare-bundle.js';
export { openSpeakerEncoder } from './open-speaker-encoder.js';
