/** The program of a thread that answers: a model of its own, one recording at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { openBundle } from '../../classifier/index.js';
import { Wav2EmoError } from '../../errors.js';
import type { ThreadData, ThreadReply, ThreadRequest } from './messages.js';

const { bundle, runOpts } = workerData as ThreadData;

const model = await openBundle(bundle, runOpts).catch((error: unknown) => {
  reply(failureOf(error));
});
if (model) {
  parentPort?.on('message', ({ file, voiceActivity }: ThreadRequest) => {
    const onProgress = (seconds: number) => {
      reply({ kind: 'progress', seconds });
    };
    const answering = model.answerFile(file, { voiceActivity, onProgress });
    void answering.then((answer) => ({ kind: 'answer', answer }) as const, failureOf).then(reply);
  });
  reply({ kind: 'opened' });
}

function failureOf(error: unknown): ThreadReply {
  const code = error instanceof Wav2EmoError ? { code: String(error.code) } : {};
  return { kind: 'failure', error, ...code };
}

function reply(message: ThreadReply): void {
  parentPort?.postMessage(message);
}
