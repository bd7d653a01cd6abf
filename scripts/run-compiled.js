/** Runs the command line as it is in `dist`, without compiling it first: for `npm run dev`. */
const { main } = await import('../dist/cli/main.js');
await main();
