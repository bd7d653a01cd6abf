import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertCheckpoint, type ConvertOptions } from '../../src/conversion/index.js';
import { manifestSchema } from '../../src/bundles/index.js';
import { checkpointFolder } from './fixtures.js';

/** How a checkpoint of the fixtures is converted. */
export type FixtureOptions = Omit<ConvertOptions, 'source' | 'target'>;

/** Converts a checkpoint of the fixtures into a folder and returns the bundle's description. */
export async function convertFixture(target: string, model: string, options: FixtureOptions) {
  await convertCheckpoint({ source: { folder: checkpointFolder(model) }, target, ...options });
  const text = await readFile(join(target, 'model.json'), 'utf8');
  return manifestSchema.parse(JSON.parse(text));
}
