/**
 * The program of a browser's `Worker`. Its settings stand in the query of its own address:
 *
 * - `runtime`: the folder with `ort-wasm-simd-threaded.wasm` and `.mjs`
 * - `packages`: the folder with the decoders' files, `minimp3-wasm/…` and `ogv/…`
 * - `detector`: the file `silero-vad.onnx`
 *
 * An address may be relative to the worker's own.
 */
import { registerWasmLoader } from '../audio/index.js';
import { fetchBytes } from '../fetch-bytes.js';
import { setWebRuntimeFiles } from '../runtime/web.js';
import { portChannel, serveWorker, type WorkerReply, type WorkerRequest } from '../workers/web.js';
import { browserWorker } from './browser-worker.js';

/** What this file uses of a worker's globals; the project's types are those of Node. */
declare const self: Parameters<typeof portChannel>[0] & {
  readonly location: { readonly href: string };
  close(): void;
};

const runtime = addressOf('runtime');
const packages = addressOf('packages');
setWebRuntimeFiles({
  wasm: `${runtime}/ort-wasm-simd-threaded.wasm`,
  mjs: `${runtime}/ort-wasm-simd-threaded.mjs`,
});
registerWasmLoader((name) => fetchBytes(`${packages}/${name}`));
serveWorker(
  portChannel<WorkerRequest, WorkerReply>(self),
  browserWorker({ detector: addressOf('detector') }),
  () => {
    self.close();
  },
);

function addressOf(name: string): string {
  const { href } = self.location;
  const value = new URL(href).searchParams.get(name);
  if (!value) throw new TypeError(`The address of the worker has no ${name}. Add ?${name}=….`);
  return new URL(value, href).href.replace(/\/$/, '');
}
