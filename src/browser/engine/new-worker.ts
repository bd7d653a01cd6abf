import { browser, type WorkerLike } from '../platform.js';

/**
 * Starts a program of the engine in a worker.
 *
 * @throws TypeError outside a browser
 */
export function newWorker(address: string): WorkerLike {
  if (browser.Worker) return new browser.Worker(address, { type: 'module', name: 'wav2emo' });
  throw new TypeError(
    'wav2emo/browser found no Worker, expected a page of a browser. In Node, import wav2emo.',
  );
}
