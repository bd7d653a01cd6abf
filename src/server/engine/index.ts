export { processMemory } from './process-memory.js';
export { Engine, type EngineWorker, type JobOptions } from './engine.js';
export { LimitedProcess, type ProcessOptions } from './limited-process.js';
export type { RecordingJson, RequestedParts } from './recording-json.js';
