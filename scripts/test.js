/**
 * `npm test`: the whole gate. Types, lint, format and every test, on a machine that has only Node
 * and npm. Arguments go to the test runner.
 */
import { build, buildPage, install, run } from './prepare.js';

install();
const node = process.execPath;
const inherit = { stdio: 'inherit' };
run(node, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], inherit);
run(node, ['node_modules/typescript/bin/tsc', '-p', 'web/tsconfig.json'], inherit);
run(node, ['node_modules/typescript/bin/tsc', '-p', 'test/web/tsconfig.json'], inherit);
run(node, ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'], inherit);
run(node, ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'], inherit);
build();
buildPage();
run(node, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], inherit);
