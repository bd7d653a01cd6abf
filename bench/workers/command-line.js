/** Runs the command line without preparing the checkout: node command-line.js classify FILE … */
import { main } from '../../dist/cli/main.js';

await main();
