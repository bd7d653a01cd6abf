import type { Engine } from '../engine/index.js';
import type { ModelRegistry } from '../models/model-registry.js';
import type { JobQueue } from './job-queue.js';
import type { Metrics } from './metrics.js';

/** The parts of a server that classify recordings. */
export type ClassifierParts = {
  readonly queue: JobQueue;
  readonly models: ModelRegistry;
  readonly engine: Engine;
  readonly metrics: Metrics;
};
