import type { MpegHeader } from './mpeg-frame.js';
import { loadWasm } from '../../decode/wasm-loader.js';

/** The name under which the decoder's file stands in its package. */
const WASM = 'minimp3-wasm/dist/decoder.opt.wasm';

/** What the compiled minimp3 offers; it needs nothing from outside. */
type Exports = {
  readonly memory: WebAssembly.Memory;
  decoder_init(): void;
  decoder_set_mp3_data_size(bytes: number): void;
  decoder_mp3_data_offset(): number;
  decoder_pcm_data_offset(): number;
  decoder_decode(seconds: number): void;
};

/** Samples of one channel in a frame of MPEG-1; those of MPEG-2 and 2.5 have half as many. */
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
 * Decodes frames of MP3 one after another: minimp3 (CC0) as WebAssembly, a new instance for each
 * file. It gets one frame at a time, because it loops for ever on some damaged files if it
 * looks for the frames itself.
 */
export class Mp3FrameDecoder {
  readonly #wasm: Exports;
  /** One a channel, for frame after frame. */
  readonly #samples = [new Float32Array(MAX_FRAME_SAMPLES), new Float32Array(MAX_FRAME_SAMPLES)];

  private constructor(wasm: Exports) {
    this.#wasm = wasm;
  }

  /** Starts a decoder at the beginning of a stream. */
  static async open(): Promise<Mp3FrameDecoder> {
    const { exports } = await WebAssembly.instantiate(await compile(), {});
    const wasm = exports as Exports;
    wasm.decoder_init();
    // Room for a frame and its samples beyond what the module starts with.
    wasm.memory.grow(1);
    return new Mp3FrameDecoder(wasm);
  }

  /**
   * Decodes the next frame.
   *
   * @param frame exactly its bytes
   * @returns `[channel][time]`, views that stay as they are until the next frame; silence where this
   *   one is damaged or needs one that is missing
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
