/** Makes smaller graphs of a model, whose results are compared with those of the full model. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names and options of `convertCheckpoint`.
 *
 * @type {{ name: string, options: Partial<import('../../dist/index.js').ConvertOptions> }[]}
 */
const REDUCTIONS = [
  { name: 'int8', options: { precision: 'int8' } },
  { name: 'the first two layers (`--layers 2`)', options: { layers: 2 } },
  { name: 'the first layer (`--layers 1`)', options: { layers: 1 } },
];

/**
 * @param places the paths that `preparePeers` returns
 * @param source folder of a checkpoint
 * @returns a list of `{ name, source }`; `source` is the folder of the bundle
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
