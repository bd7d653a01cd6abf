export { processMemory } from './process-memory.js';
export { Engine, type EngineOptions, type ModelToOpen } from './engine.js';
export type { RecordingJson, RequestedParts } from './recording-json.js';
