import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';

/** What `onnxruntime-web` loads from the folder of its script. */
const FILES = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

/** Copies the files of the WebAssembly runtime beside the chunk that it is built into. */
export function copyWebRuntime(): Plugin {
  return {
    name: 'copy-web-runtime',
    generateBundle() {
      const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
      for (const fileName of FILES) {
        const source = readFileSync(join(folder, fileName));
        this.emitFile({ type: 'asset', fileName, source });
      }
    },
  };
}
