/** The program of a thread that answers: a model of its own, one recording at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { openBundle } from '../classifier/index.js';
import { toFailure } from './failure.js';
import type { ThreadData, ThreadReply, ThreadRequest } from './messages.js';

const { bundle, runOpts } = workerData as ThreadData;

const model = await openBundle(bundle, runOpts).catch((error: unknown) => {
  reply(toFailure(error));
});
if (model) {
  const stopping = new AbortController();
  const { signal } = stopping;
  let answering: Promise<unknown> = Promise.resolve();
  parentPort?.on('message', (request: ThreadRequest) => {
    if (request.kind === 'answer') {
      const { file, voiceActivity } = request;
      const answered = model.answerFile(file, { voiceActivity, onProgress, signal });
      answering = answered
        .then((answer) => ({ kind: 'answer', answer }) as const, toFailure)
        .then(reply);
    } else {
      stopping.abort();
      void answering.then(() => model.dispose()).then(() => parentPort?.close());
    }
  });
  reply({ kind: 'opened' });
}

function onProgress(seconds: number): void {
  reply({ kind: 'progress', seconds });
}

function reply(message: ThreadReply): void {
  parentPort?.postMessage(message);
}
