export { browserWorker, type BrowserWorkerOptions } from './browser-worker.js';
export {
  type ModelWorker,
  portChannel,
  RemoteWorker,
  type WorkerClassifyOptions,
  WorkerError,
  type WorkerInput,
  type WorkerReply,
  type WorkerRequest,
} from '../workers/web.js';
