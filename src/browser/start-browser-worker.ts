import type { WebRuntimeFiles } from '../runtime/web.js';
import { portChannel, RemoteWorker, type WorkerReply, type WorkerRequest } from '../workers/web.js';

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

/** A browser's `Worker` that runs `worker-main.ts`. */
type WorkerPort = Parameters<typeof portChannel>[0];

/**
 * Posts the settings to a new browser's `Worker` that runs `worker-main.ts`, and returns its near
 * side. Do not add a query to the script's address: a part that is loaded later would import the
 * script under its plain address, and two of them would serve the same calls.
 */
export function startBrowserWorker(
  worker: WorkerPort,
  settings: BrowserWorkerSettings,
): RemoteWorker {
  worker.postMessage(settings);
  return new RemoteWorker(portChannel<WorkerReply, WorkerRequest>(worker));
}
