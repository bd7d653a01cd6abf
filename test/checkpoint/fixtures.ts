import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { TensorStore } from '../../src/checkpoint/tensors/tensor-store.js';

/** Path of a file or folder under test/fixtures. */
export function fixturePath(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** A fixture as a blob on disk. */
export function fixtureBlob(path: string): Promise<Blob> {
  return openAsBlob(fixturePath(path));
}

/** A fixture's bytes. */
export async function fixtureBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(fixturePath(path)));
}

/** A JSON fixture. */
export async function fixtureJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await readFile(fixturePath(path), 'utf8')));
}

const value = z.union([z.number(), z.boolean(), z.string()]);

/** A tensor of a fixture, as the library that wrote it describes it. */
export const expectedTensor = z.object({
  dtype: z.string(),
  shape: z.array(z.number()),
  values: z.array(value),
});

/** Expected values as float32; int64, infinity and NaN are texts in JSON. */
export function expectedValues(tensor: z.infer<typeof expectedTensor>): Float32Array {
  return Float32Array.from(tensor.values, Number);
}

/** Reads every tensor of a store: name, type, shape and values. */
export async function readAll(store: TensorStore): Promise<Record<string, unknown>> {
  const read: Record<string, unknown> = {};
  for (const [name, { dtype, shape }] of store.tensors) {
    read[name] = { dtype, shape, values: await store.read(name) };
  }
  return read;
}

/** The tensors of a fixture's JSON in the form of {@link readAll}. */
export function expectedAll(
  tensors: Readonly<Record<string, z.infer<typeof expectedTensor>>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      { dtype: tensor.dtype, shape: tensor.shape, values: expectedValues(tensor) },
    ]),
  );
}
