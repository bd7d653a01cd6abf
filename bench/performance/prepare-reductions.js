/** Makes the smaller graphs of a model whose answers are compared with those of the whole one. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Names and options of `convertCheckpoint`. */
const REDUCTIONS = [
  { name: 'int8', options: { precision: 'int8' } },
  { name: 'the first two layers (`--layers 2`)', options: { layers: 2 } },
  { name: 'the first layer (`--layers 1`)', options: { layers: 1 } },
];

/**
 * @param places what `preparePeers` has made
 * @param source folder of a checkpoint
 * @returns one `{ name, source }` for each, the folder of its bundle
 */
export async function prepareReductions({ folder }, source) {
  const { convertCheckpoint } = await import('../../dist/index.js');
  const bundles = [];
  for (const [at, { name, options }] of REDUCTIONS.entries()) {
    const target = join(folder, 'reductions', String(at));
    rmSync(target, { recursive: true, force: true });
    await convertCheckpoint({
      source: { folder: source },
      target,
      ...options,
      allowInexact: true,
    });
    bundles.push({ name, source: target });
  }
  return bundles;
}
