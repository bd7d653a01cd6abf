export { type FailedJob, listFailedJobs } from './failed-jobs.js';
export { findQueues, modelInNeed } from './find-queues.js';
export type { ModelQueue, QueueLimits } from './model-queue.js';
export { QueueConnection } from './queue-connection.js';
export { QueueError } from './queue-error.js';
export { type QueuedModel, queueNameOf } from './queue-job.js';
export { type JobReport, QueueServer } from './queue-server.js';
export { QueueWorker } from './queue-worker.js';
export { isQueueAddress, type QueueAddress, withoutSecrets } from './redis-address.js';
