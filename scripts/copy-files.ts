import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';

const require = createRequire(import.meta.url);

const RUNTIME = dirname(require.resolve('onnxruntime-web'));

/** Files by their places in `dist`. */
type Files = Readonly<Record<string, string>>;

/** What `onnxruntime-web` loads from the folder of its script. */
export const NODE_FILES: Files = runtimeFiles('', 'ort-wasm-simd-threaded');

/** What the workers of a browser load: the runtime with WebGPU, and decoders. */
export const BROWSER_FILES: Files = {
  ...runtimeFiles('browser/', 'ort-wasm-simd-threaded.asyncify'),
  'browser/minimp3.wasm': require.resolve('minimp3-wasm/dist/decoder.opt.wasm'),
  'browser/vorbis.wasm': require.resolve('ogv/dist/ogv-decoder-audio-vorbis-wasm.wasm'),
};

function runtimeFiles(folder: string, stem: string): Files {
  return Object.fromEntries(
    ['mjs', 'wasm'].map((type) => [`${folder}${stem}.${type}`, join(RUNTIME, `${stem}.${type}`)]),
  );
}

/** Copies files into `dist`. */
export function copyFiles(files: Files): Plugin {
  return {
    name: 'copy-files',
    generateBundle() {
      for (const [fileName, path] of Object.entries(files))
        this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
    },
  };
}
