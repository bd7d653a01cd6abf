/** Makes everything that the benchmark needs, once: Python and npm packages, the seeded checkpoint, models, sounds. */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from '../../scripts/prepare.js';
import { makeSounds } from './sounds.js';

const peers = (name) => join(root, 'bench', 'peers', name);
const CHECKPOINT = 'speechbrain-wav2vec2';
const EMBEDDED = 'wav2vec2-mini';

/**
 * @param folder where everything is kept
 * @param python a Python in which bench/peers/requirements.txt is installed already; by default one is made
 * @returns the places of what the workers need
 */
export function preparePeers(folder, python = makeEnvironment(join(folder, 'python'))) {
  const packages = join(folder, 'npm');
  const checkpoint = join(folder, 'checkpoints', CHECKPOINT);
  const models = join(folder, 'models');
  mkdirSync(join(folder, 'home'), { recursive: true });
  once(join(packages, '.complete'), 'Installing transformers.js', () => {
    copyFileSync(peers('package.json'), join(packages, 'package.json'));
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    run('npm', ['install', ...quietly], { cwd: packages });
  });
  once(join(checkpoint, '.complete'), 'Making the seeded checkpoint', () => {
    const script = join(root, 'recipes', 'parity', 'make_checkpoints.py');
    const where = ['--out', dirname(checkpoint), '--only', CHECKPOINT];
    run(python, [script, '--size', 'full', ...where]);
  });
  once(join(models, '.complete'), 'Exporting it for the peers', () => {
    const where = ['--checkpoint', checkpoint, '--out', models];
    run(python, [peers('prepare_models.py'), ...where]);
  });
  const embedded = join(folder, 'checkpoints', EMBEDDED);
  once(join(embedded, '.complete'), 'Making the checkpoint of the embedded model', () => {
    const where = ['--bundle', join(root, 'models', EMBEDDED), '--out', embedded];
    run(python, [peers('embedded_checkpoint.py'), ...where]);
  });
  const sounds = makeSounds(join(folder, 'audio'));
  return { folder, python, packages, checkpoint, embedded, models, sounds };
}

function makeEnvironment(environment) {
  const windows = process.platform === 'win32';
  const program = join(environment, windows ? 'Scripts/python.exe' : 'bin/python');
  once(join(environment, '.complete'), 'Installing the Python peers (several GB)', () => {
    run(windows ? 'python' : 'python3', ['-m', 'venv', environment]);
    run(program, ['-m', 'pip', 'install', '--quiet', '-r', peers('requirements.txt')]);
  });
  return program;
}

function once(stamp, words, work) {
  if (existsSync(stamp)) return;
  process.stderr.write(`${words} (once) …\n`);
  mkdirSync(dirname(stamp), { recursive: true });
  work();
  writeFileSync(stamp, '');
}
