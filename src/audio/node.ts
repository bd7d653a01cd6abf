/** The audio folder in Node: everything of `index.ts`, with ffmpeg and WebAssembly files. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { registerFallbackDecoder } from './decode/fallback-decoder.js';
import { registerWasmLoader } from './decode/read-wasm.js';
import { decodeWithFfmpeg } from './formats/ffmpeg/ffmpeg.js';

registerFallbackDecoder(decodeWithFfmpeg);
registerWasmLoader(
  async (name) => new Uint8Array(await readFile(createRequire(import.meta.url).resolve(name))),
);

export * from './index.js';
