import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checksumCheckpoint, convertCheckpoint } from '../../src/node/index.js';
import type { ConvertOptions } from '../../src/conversion/index.js';
import { manifestSchema } from '../../src/bundles/index.js';
import { checkpointFolder } from './fixtures.js';

/** Converts a checkpoint of the fixtures into a folder, and reads what the bundle says of itself. */
export async function convertFixture(target: string, model: string, options: ConvertOptions) {
  const source = { folder: checkpointFolder(model) };
  await convertCheckpoint(source, await checksumCheckpoint(source), target, options);
  const text = await readFile(join(target, 'model.json'), 'utf8');
  return manifestSchema.parse(JSON.parse(text));
}
