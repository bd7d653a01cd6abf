export { Engine, type EngineOptions } from './engine.js';
export type { RecordingJson, RequestedParts } from './recording-json.js';
