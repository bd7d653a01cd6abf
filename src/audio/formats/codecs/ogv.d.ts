declare module 'ogv/dist/ogv-decoder-audio-vorbis-wasm.js' {
  type VorbisModule = {
    /** Null before the headers are read. */
    readonly audioFormat: { readonly channels: number; readonly rate: number } | null;
    /** Samples of the last packet, `[channel][time]`. */
    audioBuffer: readonly Float32Array[] | null;
    init(done: () => void): void;
    processHeader(packet: ArrayBuffer, done: (ok: number) => void): void;
    processAudio(packet: ArrayBuffer, done: (ok: number) => void): void;
  };
  type Settings = {
    wasmBinary: Uint8Array;
    print: (text: string) => void;
    printErr: (text: string) => void;
    quit: (status: number, error: unknown) => never;
  };
  function createVorbisModule(settings: Settings): Promise<VorbisModule>;
  export { createVorbisModule as default };
}
