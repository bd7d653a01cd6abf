/**
 * `npm test`: the whole gate. Types, lint, format and every test, on a machine that has only Node
 * and npm. Arguments are passed to the test runner.
 */
import { checkStyle, checkTypes } from './check-all.js';
import { buildPage, run } from './prepare.js';

checkTypes();
checkStyle();
buildPage();
run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
