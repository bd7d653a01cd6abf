// What a browser uses of this folder; nothing here loads a Node module.
export type { Channel } from './channel.js';
export type { WorkerReply, WorkerRequest } from './codec.js';
export type {
  ModelWorker,
  OpenRequest,
  PrepareOptions,
  PrepareRequest,
  WorkerClassifyOptions,
  WorkerConverseOptions,
  WorkerInput,
} from './contract.js';
export { judgeSpeakers, type SpeakerOf } from './judge-speakers.js';
export { LocalWorker, type WorkerPlatform } from './local-worker.js';
export { portChannel } from './port-channel.js';
export { RemoteWorker } from './remote-worker.js';
export { deserializeError, type SerializedError, serializeError } from './serialize-error.js';
export { serveWorker } from './serve-worker.js';
export { WorkerError } from './worker-error.js';
