import { z } from 'zod';
import { CheckpointError } from '../errors.js';
import { readText } from './files/read-range.js';

/**
 * Largest JSON file of settings, in bytes. The index of a large sharded model takes 0.1 MB; to refuse a
 * hostile file of 16 MB took 3 s and 1 GB of memory.
 */
const MAX_JSON_BYTES = 2 * 2 ** 20;

/**
 * Reads a whole JSON file and checks it with a schema.
 *
 * @throws CheckpointError (`checkpoint-corrupt`) naming the file, the key and what was expected.
 */
export async function readJson<T>(blob: Blob, file: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(blob, file, MAX_JSON_BYTES);
  return validate(parseJson(text, file), file, schema);
}

/** Checks a value with a schema; throws the same errors as {@link readJson}. */
export function validate<T>(value: unknown, file: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CheckpointError(
    'checkpoint-corrupt',
    `${file} is not as expected: ${z.prettifyError(result.error).slice(0, 1000)}. ` +
      'Download the model again or correct the file.',
    { cause: result.error },
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CheckpointError(
      'checkpoint-corrupt',
      `${file} is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}. ` +
        'Download the model again.',
      { cause: error },
    );
  }
}
