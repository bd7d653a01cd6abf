import { readWorkerSettings, startWorker } from '../../src/server/index.js';

// A worker in a process of its own, which a test can kill; the first line on stdout says that it works.
await startWorker(readWorkerSettings({}, process.env), process.stderr);
process.stdout.write('ready\n');
