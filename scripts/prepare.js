/**
 * Installs and builds what is missing in a fresh checkout, so that `npm start` and `npm test` need
 * no step before them. Uses nothing but Node: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Installs what `package-lock.json` names unless that very file was installed before. */
export function install() {
  const stamp = join(root, 'node_modules', '.wav2emo-lock');
  unlessDone(stamp, hashFiles(['package-lock.json']), () => {
    step('Installing packages (once)');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  });
}

/** Compiles `src` to `dist` unless exactly these sources were compiled before. */
export function build() {
  const stamp = join(root, 'dist', '.wav2emo-sources');
  const sources = [
    ...filesBelow('src'),
    'tsconfig.json',
    'tsconfig.build.json',
    ...['rolldown.config.ts', 'scripts/note-licences.ts', 'scripts/copy-web-runtime.ts'],
    ...filesBelow('scripts/licences'),
    'package-lock.json',
  ];
  unlessDone(stamp, hashFiles(sources), () => {
    step('Compiling');
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
    const config = ['-c', 'rolldown.config.ts'];
    run(process.execPath, ['node_modules/rolldown/bin/cli.mjs', ...config], {
      // Its list of files is of no use to whoever waits for an answer.
      stdio: ['inherit', 'ignore', 2],
    });
  });
}

/** Builds the page in `web` to `web/dist` unless exactly these sources were built before. */
export function buildPage() {
  const stamp = join(root, 'web', 'dist', '.wav2emo-sources');
  const sources = [
    ...filesBelow('web', /^(dist|node_modules)$/),
    // The page takes words from the library.
    ...['src/findings.ts', 'src/labels.ts', 'package-lock.json'],
  ];
  unlessDone(stamp, hashFiles(sources), () => {
    step('Building the page');
    run('npm', ['run', '--silent', 'build', '--workspace', 'web']);
  });
}

/** Runs a program in the checkout with its output shown; ends this process if it fails. */
export function run(command, args, options = {}) {
  const shell = process.platform === 'win32' && command === 'npm';
  // What a child says goes to stderr by default: stdout belongs to the answer.
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell,
    ...options,
  });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function unlessDone(stamp, state, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  work();
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, state);
}

function step(words) {
  process.stderr.write(`${words} …\n`);
}

function filesBelow(folder, except = /^$/) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !except.test(name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

function hashFiles(files) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
