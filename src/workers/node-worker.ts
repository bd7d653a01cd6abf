import { type Bundle, readBundle } from '../bundles/index.js';
import { SpeakerCollector } from '../conversation/index.js';
import { openModel, openRecording, openSpeakerEncoder, prepareBundle } from '../node/index.js';
import type { PrepareOptions, PrepareProgress, PrepareRequest } from './contract.js';
import { LocalWorker } from './local-worker.js';

/** Steps of the same stage are reported at most this often, in milliseconds. */
const REPORT_MS = 200;

/** A worker in this thread of Node. */
export function nodeWorker(): LocalWorker {
  return new LocalWorker({
    prepare,
    openModel: async ({ folder, runOpts }) => openModel(await readBundle(folder), runOpts),
    openFile: openRecording,
    openDiariser: async (prints) => new SpeakerCollector(await openSpeakerEncoder(), { prints }),
  });
}

async function prepare(
  request: PrepareRequest,
  { signal, onStep }: PrepareOptions,
): Promise<Bundle> {
  const report = throttled((progress) => onStep?.({ kind: 'progress', ...progress }));
  return await prepareBundle({
    ...request,
    ...(signal && { signal }),
    precision: 'auto',
    onLicence: ({ licence, revision, totalBytes: bytes }) => {
      onStep?.({ kind: 'licence', revision, bytes, ...(licence !== undefined && { licence }) });
    },
    onDownload: ({ doneBytes, totalBytes }) => {
      report({ stage: 'downloading', done: doneBytes, total: totalBytes, unit: 'bytes' });
    },
    onConvert: (doneBytes, totalBytes) => {
      report({ stage: 'converting', done: doneBytes, total: totalBytes, unit: 'bytes' });
    },
    onMeasure: (done, total) => {
      report({ stage: 'measuring', done, total, unit: 'recordings' });
    },
  });
}

type Progress = Omit<PrepareProgress, 'kind'>;

function throttled(report: (progress: Progress) => void): (progress: Progress) => void {
  let last = { stage: '', at: -Infinity };
  return (progress) => {
    const { stage, done, total } = progress;
    const now = performance.now();
    const isDue = stage !== last.stage || now - last.at > REPORT_MS || done === total;
    if (!isDue) return;
    last = { stage, at: now };
    report(progress);
  };
}
