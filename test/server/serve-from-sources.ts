import { readSettings, startServer } from '../../src/server/index.js';

// A server in a process of its own; the first line on stdout is its address.
const server = await startServer(readSettings({ port: '0' }, process.env), process.stderr);
process.stdout.write(`${server.address}\n`);
