export { Engine, type EngineOptions, type ModelToOpen } from './engine.js';
export type { RecordingJson, RequestedParts } from './recording-json.js';
