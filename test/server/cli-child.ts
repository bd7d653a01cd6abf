import { main } from '../../src/cli/main.js';

// The command line as a process of its own, from the sources.
await main();
