import { corruptAudio } from '../../decode/limits.js';
import { loadWasm } from '../../decode/wasm-loader.js';
import type { PacketDecoder } from './packet-decoder.js';

/** Import specifier of the decoder's WebAssembly file. */
const WASM = 'ogv/dist/ogv-decoder-audio-vorbis-wasm.wasm';

/**
 * Opens a decoder for a Vorbis track by libvorbis (BSD) as WebAssembly. Each track gets a new
 * instance, so that a damaged file cannot affect the next one.
 *
 * @param headers the three header packets
 * @see https://xiph.org/vorbis/doc/Vorbis_I_spec.html
 * @throws AudioError `audio-corrupt`
 */
export async function openVorbis(headers: readonly Uint8Array[]): Promise<PacketDecoder> {
  const { default: createModule } = await import('ogv/dist/ogv-decoder-audio-vorbis-wasm.js');
  const module = await createModule({
    wasmBinary: await loadWasm(WASM),
    print: ignore,
    printErr: ignore,
    // By default the module would set the exit code of the whole process.
    quit: (_status, error) => {
      throw error;
    },
  });
  module.init(ignore);
  let isValid = headers.length === 3;
  for (const header of headers) {
    module.processHeader(copyOf(header), (ok) => {
      isValid &&= ok !== 0;
    });
  }
  const format = module.audioFormat;
  if (!isValid || !format) throw corruptAudio('Vorbis', 'its header packets cannot be read');
  return {
    sampleRate: format.rate,
    channels: format.channels,
    preSkip: 0,
    decode: (packet) => {
      let samples: readonly Float32Array[] | undefined;
      module.audioBuffer = null;
      module.processAudio(copyOf(packet), (ok) => {
        if (ok !== 0) samples = module.audioBuffer ?? [];
      });
      return samples;
    },
    // The garbage collector frees the instance and its memory.
    close: ignore,
  };
}

function ignore(): void {
  // Nothing to do.
}

function copyOf(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}
