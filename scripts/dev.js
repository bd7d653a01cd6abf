/**
 * `npm run dev`: the server and the page, both reloaded when a source changes. rolldown compiles
 * `src` to `dist` after every change, and the server restarts; Vite serves the page from its sources
 * and passes requests to the API on to the server. Arguments go to `wav2emo serve`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { watch } from 'rolldown';
import { loadConfig } from 'rolldown/config';
import { forgetBuild, install, root } from './prepare.js';

/** The page's development server expects the API there: `web/vite.config.ts`. */
const PORT = '8770';

install();
forgetBuild();
/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const page = spawn(process.execPath, [vite], { cwd: join(root, 'web'), stdio: 'inherit' });
const config = await loadConfig(join(root, 'rolldown.config.ts'));
if (typeof config === 'function') throw new TypeError('rolldown.config.ts exports a function.');
const watcher = watch(config);
watcher.on('event', (event) => {
  if (event.code === 'ERROR') process.stderr.write(`${event.error.message}\n`);
  if (event.code === 'END') restart();
});
page.once('exit', stop);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);

/** Ends the running server, which finishes its work first, and starts the new one. */
function restart() {
  if (!server) return start();
  server.removeAllListeners('exit').once('exit', start).kill('SIGTERM');
}

function start() {
  const program = join(root, 'scripts', 'run-compiled.js');
  const args = ['serve', '--port', PORT, '--shutdown-seconds', '1', ...process.argv.slice(2)];
  server = spawn(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' });
  // A server that ends by itself, e.g. because of wrong options, is started again by the next change.
  server.once('exit', () => (server = undefined));
}

async function stop() {
  process.exitCode = 0;
  page.removeAllListeners('exit').kill('SIGTERM');
  server?.removeAllListeners('exit').kill('SIGTERM');
  await watcher.close();
}
