/** The scripts of `recipes/parity`, which write checkpoints with the reference libraries and run them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, run } from '../prepare.js';

/**
 * The path of a script.
 *
 * @param {string} name
 */
export const recipe = (name) => join(root, 'recipes', 'parity', name);

/**
 * The names of all checkpoints, in the order of the reports.
 *
 * @param {string} python a Python in which recipes/parity/requirements.txt is installed
 */
export function readNames(python) {
  const code = 'from architectures import NAMES; print("\\n".join(NAMES))';
  const { stdout } = spawnSync(python, ['-c', code], { cwd: recipe(''), encoding: 'utf8' });
  if (!stdout) throw new Error(`${python} does not run ${recipe('architectures.py')}.`);
  return stdout.trim().split('\n');
}

/**
 * Writes a checkpoint of published size with seeded weights.
 *
 * @param {string} python
 * @param {string} checkpoints the folder of all checkpoints
 * @param {string} name
 */
export function makeCheckpoint(python, checkpoints, name) {
  const words = ['--size', 'full', '--out', checkpoints, '--only', name];
  run(python, [recipe('make_checkpoints.py'), ...words]);
}
