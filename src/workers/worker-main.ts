/** The program of a worker, in a thread or in a process. */
import { parentPort } from 'node:worker_threads';
import type { Channel } from './channel.js';
import type { WorkerReply, WorkerRequest } from './codec.js';
import { nodeWorker } from './node-worker.js';
import { serveWorker } from './serve-worker.js';
import { threadChannel } from './thread-worker.js';

if (parentPort) serveThread(parentPort);
else serveProcess();

function serveThread(port: NonNullable<typeof parentPort>): void {
  serveWorker(threadChannel(port), nodeWorker(), () => {
    port.close();
  });
}

function serveProcess(): void {
  const channel: Channel<WorkerRequest, WorkerReply> = {
    passesFiles: false,
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onEnd: (listener) => process.once('disconnect', listener),
  };
  // Without a parent nobody reads the results.
  // eslint-disable-next-line no-restricted-properties -- the entry file of a process
  channel.onEnd(() => process.exit());
  serveWorker(channel, nodeWorker(), () => {
    process.disconnect();
  });
}
