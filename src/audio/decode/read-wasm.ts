import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/**
 * Reads a `.wasm` file of an installed package. Only for Node: a page lets its bundler find the
 * file.
 *
 * @param name the file as one would import it, e.g. `package/dist/file.wasm`
 */
export async function readWasm(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(createRequire(import.meta.url).resolve(name)));
}
