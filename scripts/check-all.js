/** What `npm run typecheck`, `npm run check` and `npm test` have in common. */
import { build, install, run } from './prepare.js';

const TYPE_PROJECTS = [
  'tsconfig.json',
  'web/tsconfig.json',
  'test/web/tsconfig.json',
  'tsconfig.scripts.json',
  'tsconfig.bench.json',
];

const node = process.execPath;

/** Output goes to the terminal as it is. @type {import('node:child_process').SpawnSyncOptions} */
const inherit = { stdio: 'inherit' };

/**
 * Checks the types of every program; ends this process at the first fault. Builds `dist` first,
 * because scripts, measurements and examples import it.
 */
export function checkTypes() {
  install();
  build();
  for (const project of TYPE_PROJECTS)
    run(node, ['node_modules/typescript/bin/tsc', '-p', project], inherit);
}

/** Checks lint and format of every file; ends this process at the first fault. */
export function checkStyle() {
  run(node, ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'], inherit);
  const prettier = 'node_modules/prettier/bin/prettier.cjs';
  run(node, [prettier, '--check', '--log-level=warn', '.'], inherit);
}
