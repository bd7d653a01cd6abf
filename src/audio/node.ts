import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { registerFallbackDecoder } from './decode/fallback-decoder.js';
import { registerWasmLoader } from './decode/wasm-loader.js';
import { decodeWithFfmpeg } from './formats/ffmpeg/ffmpeg.js';

export { type CheckedRecording, checkRecording } from './checks/check-recording.js';
export { decodeAudio, type DecodeOptions, streamAudio } from './decode/decode.js';
export { type AudioFormat, sniffFormat } from './decode/sniff-audio.js';
export { loadRecording, type Recording, recordingFromWaveform } from './load-recording.js';
export type { RecordingDetails } from './recording-builder.js';
export { mix } from './resample/mix.js';
export { type PolyphaseKernel, polyphaseKernel } from './resample/polyphase-kernel.js';
export { resample } from './resample/resample.js';
export { type RecordingStream, streamRecording } from './stream-recording.js';
export type { Waveform } from '../waveform.js';

/**
 * Prepares decoding in Node: it reads WebAssembly from `node_modules` and decodes the formats
 * without a built-in decoder by the `ffmpeg` on PATH. Importing this module calls this function;
 * further calls have no effect.
 */
export function registerNodeAudio(): void {
  registerFallbackDecoder(decodeWithFfmpeg);
  registerWasmLoader(
    async (name) => new Uint8Array(await readFile(createRequire(import.meta.url).resolve(name))),
  );
}

registerNodeAudio();
