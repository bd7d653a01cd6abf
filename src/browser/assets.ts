/** Addresses of the files that the engine loads. */
export type Assets = {
  /** The programs of a worker in WebAssembly, and of one with WebGPU. */
  readonly workers: Readonly<Record<'cpu' | 'webgpu', string>>;
  /** The program of a worker that converts checkpoints. */
  readonly converter: string;
  /** The WebAssembly runtime of each of these programs. */
  readonly runtimes: Readonly<Record<'cpu' | 'webgpu', RuntimeAssets>>;
  /** The decoders in WebAssembly, by their import specifiers. */
  readonly decoders: Readonly<Record<string, string>>;
  /** The voice activity detector. */
  readonly detector: string;
  /** The speaker encoder, which tells speakers on one channel apart. */
  readonly speakerEncoder: string;
  /** The program of the audio worklet that captures a microphone. */
  readonly capture: string;
};

type RuntimeAssets = { readonly wasm: string; readonly mjs: string };

/**
 * Returns the addresses of the engine's files.
 *
 * @param base address at which this package's folder is served. Default: the files lie where they lie
 *   in the package, relative to the script that this door is compiled into; bundlers recognise
 *   `new URL('…', import.meta.url)` and copy them.
 */
export function assetsFrom(base?: string | URL): Assets {
  return base === undefined ? besideThisScript() : below(`${String(base).replace(/\/$/, '')}/`);
}

// Bundlers recognise an address only if it is written out as below.
function besideThisScript(): Assets {
  return {
    workers: {
      cpu: new URL('./worker.js', import.meta.url).href,
      webgpu: new URL('./webgpu-worker.js', import.meta.url).href,
    },
    converter: new URL('./converter.js', import.meta.url).href,
    runtimes: {
      cpu: {
        wasm: new URL('../ort-wasm-simd-threaded.wasm', import.meta.url).href,
        mjs: new URL('../ort-wasm-simd-threaded.mjs', import.meta.url).href,
      },
      webgpu: {
        wasm: new URL('./ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
        mjs: new URL('./ort-wasm-simd-threaded.asyncify.mjs', import.meta.url).href,
      },
    },
    decoders: {
      'minimp3-wasm/dist/decoder.opt.wasm': new URL('./minimp3.wasm', import.meta.url).href,
      'ogv/dist/ogv-decoder-audio-vorbis-wasm.wasm': new URL('./vorbis.wasm', import.meta.url).href,
    },
    detector: new URL('../../models/silero-vad.onnx', import.meta.url).href,
    speakerEncoder: new URL('../../models/speaker-encoder.onnx', import.meta.url).href,
    capture: new URL('./capture.js', import.meta.url).href,
  };
}

function below(folder: string): Assets {
  const dist = `${folder}dist/`;
  const runtime = (stem: string) => ({ wasm: `${stem}.wasm`, mjs: `${stem}.mjs` });
  return {
    workers: { cpu: `${dist}browser/worker.js`, webgpu: `${dist}browser/webgpu-worker.js` },
    converter: `${dist}browser/converter.js`,
    runtimes: {
      cpu: runtime(`${dist}ort-wasm-simd-threaded`),
      webgpu: runtime(`${dist}browser/ort-wasm-simd-threaded.asyncify`),
    },
    decoders: {
      'minimp3-wasm/dist/decoder.opt.wasm': `${dist}browser/minimp3.wasm`,
      'ogv/dist/ogv-decoder-audio-vorbis-wasm.wasm': `${dist}browser/vorbis.wasm`,
    },
    detector: `${folder}models/silero-vad.onnx`,
    speakerEncoder: `${folder}models/speaker-encoder.onnx`,
    capture: `${dist}browser/capture.js`,
  };
}
