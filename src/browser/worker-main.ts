/**
 * The program of a browser's `Worker`. Its first message is `BrowserWorkerSettings`; the calls of a
 * `RemoteWorker` follow. See `startBrowserWorker`.
 */
import { registerWasmLoader } from '../audio/index.js';
import { fetchBytes } from '../fetch-bytes.js';
import { setWebRuntimeFiles } from '../runtime/web.js';
import { portChannel, serveWorker, type WorkerReply, type WorkerRequest } from '../workers/web.js';
import { browserWorker } from './browser-worker.js';
import type { BrowserWorkerSettings } from './start-browser-worker.js';

type SettingsListener = (event: { readonly data: BrowserWorkerSettings }) => void;

/** What this file uses of a worker's globals; the project's types are those of Node. */
declare const self: Parameters<typeof portChannel>[0] & {
  addEventListener(type: 'message', listener: SettingsListener, options: { once: true }): void;
  readonly location: { readonly href: string };
  close(): void;
};

self.addEventListener(
  'message',
  ({ data }) => {
    serve(data);
  },
  { once: true },
);

function serve(settings: BrowserWorkerSettings): void {
  const runtime = absolute(settings.runtime);
  const packages = absolute(settings.packages);
  setWebRuntimeFiles({
    wasm: `${runtime}/ort-wasm-simd-threaded.wasm`,
    mjs: `${runtime}/ort-wasm-simd-threaded.mjs`,
  });
  registerWasmLoader((name) => fetchBytes(`${packages}/${name}`));
  const worker = browserWorker({ detector: absolute(settings.detector) });
  serveWorker(portChannel<WorkerRequest, WorkerReply>(self), worker, () => {
    self.close();
  });
}

function absolute(address: string): string {
  return new URL(address, self.location.href).href.replace(/\/$/, '');
}
