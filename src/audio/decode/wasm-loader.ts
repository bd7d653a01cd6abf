/**
 * Reads a `.wasm` file of an installed package.
 *
 * @param name import specifier of the file, e.g. `package/dist/file.wasm`
 */
export type WasmLoader = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

let registered: WasmLoader | undefined;

/**
 * Sets how the WebAssembly of the MP3 and Vorbis decoders is loaded: Node reads it from
 * `node_modules`, a browser fetches the file that its bundler emitted. A later call replaces the
 * loader.
 */
export function registerWasmLoader(load: WasmLoader): void {
  registered = load;
}

/**
 * Reads a `.wasm` file with the registered loader.
 *
 * @throws Error if no loader is registered
 */
export async function loadWasm(name: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!registered) {
    throw new Error(
      `No loader is registered that reads ${name}. Import wav2emo/audio in Node, or call ` +
        'registerWasmLoader first.',
    );
  }
  return await registered(name);
}
