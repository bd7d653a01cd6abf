export { type RunningWorker, startWorker } from './start-worker.js';
export {
  readWorkerSettings,
  WORKER_OPTIONS,
  addressOf,
  type WorkerSettings,
} from './worker-settings.js';
