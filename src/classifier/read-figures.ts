import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CheckpointError, FileError } from '../errors.js';
import { type Figure, figureSchema } from './bundle-manifest.js';

/**
 * Reads measured figures for a bundle: a JSON list of `{ name, value, interval?, protocol }`.
 *
 * @throws FileError, and CheckpointError where a figure stands without its protocol
 */
export async function readFigures(path: string): Promise<Figure[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw FileError.from(error, path, 'read');
  });
  const found = z.array(figureSchema).safeParse(parseJson(text));
  if (found.success) return found.data;
  throw new CheckpointError(
    'checkpoint-corrupt',
    `${path} is not a list of figures:\n${z.prettifyError(found.error)}\nExpected [{ "name", "value", "protocol" }].`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all: the schema says what was expected.
    return undefined;
  }
}
