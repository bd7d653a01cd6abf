/** The command line without what a checkout does before it: node command-line.js classify FILE … */
import { main } from '../../dist/cli/main.js';

await main();
