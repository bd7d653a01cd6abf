/**
 * The command line from its sources, for tests that kill it.
 *
 *   node --import ./test/support/typescript-loader.js test/support/cli-program.ts classify FILE
 */
import { main } from '../../src/cli/main.js';

await main();
