export { lanUrl } from './lan-address.js';
export { toPreparedModel } from './models/to-prepared-model.js';
export { ServerError } from './problem/index.js';
export {
  readSettings,
  SERVER_OPTIONS,
  type ServerOption,
  type ServerSettings,
} from './settings/index.js';
export { type RunningServer, startServer } from './start-server.js';
export {
  addressOf,
  readWorkerSettings,
  type RunningWorker,
  startWorker,
  WORKER_OPTIONS,
  type WorkerSettings,
} from './worker/index.js';
