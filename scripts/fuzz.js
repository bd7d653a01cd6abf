/**
 * `npm run fuzz`: a coverage-guided fuzzer for the readers of files and requests of strangers, ten minutes.
 *
 *   npm run fuzz -- [--seconds 600] [--seed 1] [--target wav] [--keep]
 *
 * --keep  adds inputs that reach new code to test/fuzz/corpus
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const loader = new URL('../test/support/typescript-loader.js', import.meta.url).href;
const program = fileURLToPath(new URL('../test/fuzz/fuzz.ts', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['--import', loader, program, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
