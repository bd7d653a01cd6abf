export type { ModelProgress } from './choose-model.js';
export type { RecordingJson, RequestedParts } from '../engine/index.js';
export type { RecordingOutcome } from './classify-recordings.js';
export { type Received, removeUploads, type Upload, type UploadPart } from '../uploads/index.js';
export { type ModelEntry, modelSchema, modelsSchema } from '../models/model-entry.js';
export type { LiveSessions } from './live-sessions.js';
export { Service } from './service.js';
export { startService } from './start-service.js';
export type { ConversationJob } from './conversation-job.js';
