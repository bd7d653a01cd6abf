import type { EmotionModel } from '../../inference/index.js';
import { openEmotionModel } from '../../classifier/index.js';
import { toProblemData, isUnexpected } from '../problem/index.js';
import { ServerError } from '../problem/index.js';
import { answerRecording } from './answer-recording.js';
import type { EngineReply, EngineRequest, RecordingAnswer } from './messages.js';

/**
 * The process that computes: it holds the models, decodes recordings and answers on them. It is a
 * process of its own so that the server can end it whatever a recording makes it do.
 */
const models = new Map<string, EmotionModel>();
const running = new Map<number, AbortController>();

process.on('message', (request: EngineRequest) => {
  if (request.kind === 'cancel') running.get(request.call)?.abort();
  else void handle(request);
});

// The server is gone: nobody wants an answer any more.
process.on('disconnect', () => {
  // eslint-disable-next-line no-restricted-properties -- the entry file of a process of its own
  process.exit();
});

async function handle(request: Exclude<EngineRequest, { kind: 'cancel' }>): Promise<void> {
  const { call } = request;
  try {
    const answer = await perform(request);
    reply({ kind: 'done', call, ...(answer && { answer }) });
  } catch (error) {
    if (isUnexpected(error) && !isAbort(error)) process.stderr.write(`${stackOf(error)}\n`);
    reply({ kind: 'failed', call, failure: toProblemData(error) });
  }
}

async function perform(
  request: Exclude<EngineRequest, { kind: 'cancel' }>,
): Promise<RecordingAnswer | undefined> {
  if (request.kind === 'answer') return await answer(request);
  const { model } = request;
  const known = models.get(model);
  models.delete(model);
  await known?.dispose();
  if (request.kind === 'open') {
    const { folder, runOpts } = request;
    models.set(model, await openEmotionModel({ source: folder, runOpts }));
  }
  return undefined;
}

async function answer(request: EngineRequest & { kind: 'answer' }): Promise<RecordingAnswer> {
  const { call, path, options } = request;
  const model = models.get(request.model);
  if (!model) throw new ServerError('model-not-loaded', 'The model was unloaded meanwhile.');
  const controller = new AbortController();
  running.set(call, controller);
  try {
    return await answerRecording(model, path, options, controller.signal);
  } finally {
    running.delete(call);
  }
}

function reply(message: EngineReply): void {
  process.send?.(message);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
