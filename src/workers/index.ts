export { classifyEach, type ClassifyEachOptions, type Outcome } from './classify-each.js';
export type {
  ModelWorker,
  OpenRequest,
  PrepareOptions,
  PrepareProgress,
  PrepareRequest,
  PrepareStep,
  WorkerClassifyOptions,
  WorkerInput,
} from './contract.js';
export type { ForkOptions } from './fork-program.js';
export { ModelPool } from './model-pool.js';
export { openModelPool } from './open-model-pool.js';
export { ProcessWorker } from './process-worker.js';
export { WorkerError } from './worker-error.js';
