/**
 * Installs and builds what is missing in a fresh checkout, so that `npm start` and `npm test` need
 * no step before them. Uses nothing but Node: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPackageDifference } from './compare-packages.js';

/** The checkout's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs the packages of `package-lock.json` if there is no `node_modules`. If there is one with
 * other packages, this process ends with a message: the folder may be somebody's work.
 */
export function install() {
  if (!existsSync(join(root, 'node_modules'))) {
    step('Installing packages (once)');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    return;
  }
  const noted = join(root, 'node_modules', '.package-lock.json');
  const difference = existsSync(noted)
    ? findPackageDifference(readJson(join(root, 'package-lock.json')), readJson(noted))
    : 'npm did not complete an installation there';
  if (difference === undefined) return;
  process.stderr.write(
    `The packages in node_modules differ from package-lock.json: ${difference}.\n` +
      'Run "npm ci" to install exactly those, or "npm install" to keep your changes.\n',
  );
  process.exit(1);
}

/** Compiles `src` to `dist` unless exactly these sources are compiled already. */
export function build() {
  const sources = [
    ...filesBelow('src'),
    'tsconfig.json',
    'tsconfig.build.json',
    ...['rolldown.config.ts', 'scripts/note-licences.ts', 'scripts/copy-files.ts'],
    ...filesBelow('scripts/licences'),
    'package-lock.json',
  ];
  unlessDone(stampOf('dist'), hashFiles(sources), () => {
    step('Compiling');
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
    const config = ['-c', 'rolldown.config.ts'];
    run(process.execPath, ['node_modules/rolldown/bin/cli.mjs', ...config], {
      // The list of written files is noise for somebody who waits for a result.
      stdio: ['inherit', 'ignore', 2],
    });
  });
}

/** Builds the page in `web` to `web/dist` unless exactly these sources are built already. */
export function buildPage() {
  const sources = [
    ...filesBelow('web', /^(dist|node_modules)$/),
    // The page uses words and types of the library.
    ...filesBelow('src'),
    'package-lock.json',
  ];
  unlessDone(stampOf(join('web', 'dist')), hashFiles(sources), () => {
    step('Building the page');
    run('npm', ['run', '--silent', 'build', '--workspace', 'web']);
  });
}

/** Forgets what is built, because something else is about to write to `dist`. */
export function forgetBuild() {
  rmSync(stampOf('dist'), { force: true });
}

/**
 * Runs a program in the checkout and shows its output; ends this process if the program fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function run(command, args, options = {}) {
  const shell = process.platform === 'win32' && command === 'npm';
  // The output goes to stderr by default: stdout is for the result.
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell,
    ...options,
  });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/**
 * @param {string} stamp path of the file that notes which state is done
 * @param {string} state
 * @param {() => void} work
 */
function unlessDone(stamp, state, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  work();
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, state);
}

/** @param {string} folder */
function stampOf(folder) {
  return join(root, folder, '.wav2emo-sources');
}

/** @param {string} words */
function step(words) {
  process.stderr.write(`${words} …\n`);
}

/**
 * @param {string} path
 * @returns {import('./compare-packages.js').Lock}
 */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * @param {string} folder relative to the checkout
 * @param {RegExp} except names that are left out
 * @returns {string[]}
 */
function filesBelow(folder, except = /^$/) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !except.test(name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

/** @param {string[]} files relative to the checkout */
function hashFiles(files) {
  const hash = createHash('sha256').update(process.version.split('.')[0] ?? '');
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
