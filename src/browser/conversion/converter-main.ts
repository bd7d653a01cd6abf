/**
 * The program of a `Worker` that converts one checkpoint. It is not the one that computes the model: the
 * memory of WebAssembly never shrinks, and the end of this worker frees all that the conversion took.
 */
import { setWebRuntimeFiles } from '../../runtime/web.js';
import { serializeError } from '../../workers/web.js';
import { convertCheckpoint } from './convert-checkpoint.js';
import type { ConversionReply, ConversionRequest } from './messages.js';

type RequestListener = (event: { readonly data: ConversionRequest }) => void;

/** What this file uses of a worker's globals; the project's types are those of Node. */
declare const self: {
  postMessage(message: ConversionReply): void;
  addEventListener(type: 'message', listener: RequestListener, options: { once: true }): void;
  readonly location: { readonly href: string };
};

/** The version of this package, which the build writes here. */
declare const WAV2EMO_VERSION: string;

self.addEventListener('message', ({ data }) => void convert(data), { once: true });

async function convert(request: ConversionRequest): Promise<void> {
  const { runtime } = request;
  const absolute = (address: string) => new URL(address, self.location.href).href;
  setWebRuntimeFiles({ ...runtime, wasm: absolute(runtime.wasm), mjs: absolute(runtime.mjs) });
  try {
    const files = await convertCheckpoint(request, {
      version: WAV2EMO_VERSION,
      onProgress: (done, total) => {
        self.postMessage({ kind: 'converting', done, total });
      },
      onMeasure: (done, total) => {
        self.postMessage({ kind: 'measuring', done, total });
      },
    });
    self.postMessage({ kind: 'done', files });
  } catch (error) {
    self.postMessage({ kind: 'failed', error: serializeError(error) });
  }
}
