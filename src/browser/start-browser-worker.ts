import type { WebRuntimeFiles } from '../runtime/web.js';
import { portChannel, RemoteWorker, type WorkerReply, type WorkerRequest } from '../workers/web.js';
import { servePageDecoder } from './decoding/page-decoder.js';
import { browser, type PortLike, type WorkerLike } from './platform.js';

/** Where a worker finds what it loads. An address may be relative to that of the worker's script. */
export type BrowserWorkerSettings = {
  /** The files of the WebAssembly runtime. */
  readonly runtime: WebRuntimeFiles;
  /** The `.wasm` files of the decoders by their import specifiers. */
  readonly decoders: Readonly<Record<string, string>>;
  /** The voice activity detector, `silero-vad.onnx`. */
  readonly detector: string;
  /** The speaker encoder, `speaker-encoder.onnx`; without it a channel has one speaker. */
  readonly speakerEncoder?: string | undefined;
};

/** The first message to a worker. */
export type FirstMessage = BrowserWorkerSettings & {
  /** Decodes what the worker itself cannot; its other end is in the page. */
  readonly decoder: PortLike;
};

/** A browser's `Worker` that runs `worker-main.ts`. */
type WorkerPort = Omit<WorkerLike, 'terminate'>;

/**
 * Posts the settings to a new browser's `Worker` that runs `worker-main.ts`, and returns its near
 * side. Do not add a query to the script's address: a part that is loaded later would import the
 * script under its plain address, and two of them would serve the same calls.
 */
export function startBrowserWorker(
  worker: WorkerPort,
  settings: BrowserWorkerSettings,
): RemoteWorker {
  const { port1, port2 } = new browser.MessageChannel();
  servePageDecoder(port1);
  worker.postMessage({ ...settings, decoder: port2 } satisfies FirstMessage, [port2]);
  return new RemoteWorker(portChannel<WorkerReply, WorkerRequest>(worker));
}
