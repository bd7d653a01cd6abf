import { prepareBundle } from '../../classifier/index.js';
import { toProblemData, isUnexpected } from '../problem/index.js';
import type { PrepareProgress, PrepareReply, PrepareRequest } from './messages.js';

/** Progress is told at most so often, in milliseconds. */
const TELL_MS = 200;

/**
 * The process that fetches and converts one model and ends: hours of network and gigabytes of
 * weights are kept out of the server, and ending it is how a load is cancelled.
 */
process.once('message', (request: PrepareRequest) => void prepare(request));
process.once('disconnect', () => {
  // eslint-disable-next-line no-restricted-properties -- the entry file of a process of its own
  process.exit();
});

async function prepare(request: PrepareRequest): Promise<void> {
  reply(await attempt(request));
  process.disconnect();
}

async function attempt(request: PrepareRequest): Promise<PrepareReply> {
  try {
    const bundle = await prepareBundle({
      ...request,
      precision: 'auto',
      onLicence: ({ licence, revision, totalBytes: bytes }) => {
        reply({ kind: 'licence', revision, bytes, ...(licence !== undefined && { licence }) });
      },
      onDownload: ({ doneBytes, totalBytes }) => {
        tell({ stage: 'downloading', done: doneBytes, total: totalBytes, unit: 'bytes' });
      },
      onConvert: (doneBytes, totalBytes) => {
        tell({ stage: 'converting', done: doneBytes, total: totalBytes, unit: 'bytes' });
      },
      onMeasure: (done, total) => {
        tell({ stage: 'measuring', done, total, unit: 'recordings' });
      },
    });
    return { kind: 'done', bundle };
  } catch (error) {
    if (isUnexpected(error) && error instanceof Error)
      process.stderr.write(`${error.stack ?? error.message}\n`);
    return { kind: 'failed', failure: toProblemData(error) };
  }
}

let told = { stage: '', at: -Infinity };

function tell(progress: Omit<PrepareProgress, 'kind'>): void {
  const { stage, done, total } = progress;
  const now = performance.now();
  const isDue = stage !== told.stage || now - told.at > TELL_MS || done === total;
  if (!isDue) return;
  told = { stage, at: now };
  reply({ kind: 'progress', ...progress });
}

function reply(message: PrepareReply): void {
  process.send?.(message);
}
