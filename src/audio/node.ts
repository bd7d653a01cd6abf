import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { registerFallbackDecoder } from './decode/fallback-decoder.js';
import { registerWasmLoader } from './decode/wasm-loader.js';
import { decodeWithFfmpeg } from './formats/ffmpeg/ffmpeg.js';

export * from './index.js';

/**
 * Prepares decoding in Node: WebAssembly is read from `node_modules`, and the `ffmpeg` on PATH
 * decodes what the built-in decoders do not. Importing this file calls it; calling it again changes
 * nothing.
 */
export function registerNodeAudio(): void {
  registerFallbackDecoder(decodeWithFfmpeg);
  registerWasmLoader(
    async (name) => new Uint8Array(await readFile(createRequire(import.meta.url).resolve(name))),
  );
}

registerNodeAudio();
