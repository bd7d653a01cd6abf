/**
 * The program of a browser's `Worker`. Its first message is `FirstMessage`; the calls of a
 * `RemoteWorker` follow. See `startBrowserWorker`.
 */
import { registerFallbackDecoder, registerWasmLoader } from '../audio/index.js';
import { fetchBytes } from '../fetch-bytes.js';
import { setWebRuntimeFiles } from '../runtime/web.js';
import { portChannel, serveWorker, type WorkerReply, type WorkerRequest } from '../workers/web.js';
import { browserWorker } from './browser-worker.js';
import { decodeInPage } from './decoding/decode-in-page.js';
import type { FirstMessage } from './start-browser-worker.js';

type SettingsListener = (event: { readonly data: FirstMessage }) => void;

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

function serve({ runtime, decoders, decoder, detector, speakerEncoder }: FirstMessage): void {
  setWebRuntimeFiles({ ...runtime, wasm: absolute(runtime.wasm), mjs: absolute(runtime.mjs) });
  registerWasmLoader((name) => fetchBytes(absolute(decoders[name] ?? name)));
  registerFallbackDecoder(decodeInPage(decoder));
  const worker = browserWorker({
    detector: absolute(detector),
    speakerEncoder: speakerEncoder === undefined ? undefined : absolute(speakerEncoder),
  });
  serveWorker(portChannel<WorkerRequest, WorkerReply>(self), worker, () => {
    self.close();
  });
}

function absolute(address: string): string {
  return new URL(address, self.location.href).href;
}
