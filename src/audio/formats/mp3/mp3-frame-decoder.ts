import type { MpegHeader } from './mpeg-frame.js';
import { loadWasm } from '../../decode/wasm-loader.js';

/** Import specifier of the decoder's WebAssembly file. */
const WASM = 'minimp3-wasm/dist/decoder.opt.wasm';

/** The exports of the compiled minimp3, which has no imports. */
type Exports = {
  readonly memory: WebAssembly.Memory;
  decoder_init(): void;
  decoder_set_mp3_data_size(bytes: number): void;
  decoder_mp3_data_offset(): number;
  decoder_pcm_data_offset(): number;
  decoder_decode(seconds: number): void;
};

/** Samples per channel of an MPEG-1 frame; MPEG-2 and 2.5 frames have half as many. */
const MAX_FRAME_SAMPLES = 1152;

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiles the module once; after a failure the next call tries again. */
async function compile(): Promise<WebAssembly.Module> {
  compiled ??= loadWasm(WASM).then((bytes) => WebAssembly.compile(bytes));
  try {
    return await compiled;
  } catch (error) {
    compiled = undefined;
    throw error;
  }
}

/**
 * Decodes MP3 frames one after another by minimp3 (CC0) as WebAssembly, with a new instance for
 * each file. minimp3 gets one frame at a time, because it never returns for some damaged files if
 * it searches for the frames itself.
 */
export class Mp3FrameDecoder {
  readonly #wasm: Exports;
  /** A buffer for each channel, reused for every frame. */
  readonly #samples = [new Float32Array(MAX_FRAME_SAMPLES), new Float32Array(MAX_FRAME_SAMPLES)];

  private constructor(wasm: Exports) {
    this.#wasm = wasm;
  }

  /** Starts a decoder at the beginning of a stream. */
  static async open(): Promise<Mp3FrameDecoder> {
    const { exports } = await WebAssembly.instantiate(await compile(), {});
    const wasm = exports as Exports;
    wasm.decoder_init();
    // The initial memory of the module has no room for a frame and its samples.
    wasm.memory.grow(1);
    return new Mp3FrameDecoder(wasm);
  }

  /**
   * Decodes the next frame.
   *
   * @param frame exactly the bytes of the frame
   * @returns `[channel][time]`, views that are valid until the next call; silence if the frame is
   *   damaged or depends on a missing one
   */
  decode(frame: Uint8Array, { channels, frameSamples }: MpegHeader): Float32Array[] {
    const wasm = this.#wasm;
    wasm.decoder_set_mp3_data_size(frame.length);
    new Uint8Array(wasm.memory.buffer, wasm.decoder_mp3_data_offset()).set(frame);
    const start = wasm.decoder_pcm_data_offset();
    const pcm = new Int16Array(wasm.memory.buffer, start, channels * frameSamples).fill(0);
    // One second is longer than any frame, so that the whole frame is decoded.
    wasm.decoder_decode(1);
    return this.#samples.slice(0, channels).map((room, channel) => {
      const samples = room.subarray(0, frameSamples);
      for (let at = 0; at < frameSamples; at++) {
        samples[at] = (pcm[at * channels + channel] ?? 0) / 2 ** 15;
      }
      return samples;
    });
  }
}
