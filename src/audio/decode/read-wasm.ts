/**
 * Reads a `.wasm` file of a package.
 *
 * @param name the file as one would import it, e.g. `package/dist/file.wasm`
 */
export type WasmLoader = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

let load: WasmLoader | undefined;

/** Sets how WebAssembly files are read on this platform. */
export function registerWasmLoader(loader: WasmLoader): void {
  load = loader;
}

/**
 * Reads a `.wasm` file with the loader of the platform.
 *
 * @throws TypeError if no loader is registered
 */
export async function readWasm(name: string): Promise<Uint8Array<ArrayBuffer>> {
  if (load) return await load(name);
  throw new TypeError(`No loader for ${name} is registered. Call registerWasmLoader first.`);
}
