import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/prepare.js';

/** The programs that a run compares; all are ended together. */
export class Programs {
  /** @type {import('node:child_process').ChildProcess[]} */
  #children = [];
  #folder;

  /** @param {string} folder for temporary files */
  constructor(folder) {
    this.#folder = folder;
  }

  /** A server that computes in one process; its address. */
  alone() {
    return this.#listen('serve', ['--port', '0', '--rate-limit', '0', '--queue', '100000']);
  }

  /** A server and a worker behind a queue; the server's address. */
  async queued() {
    const port = await freePort();
    const redis = `redis://127.0.0.1:${port}`;
    const store = join(this.#folder, 'store');
    mkdirSync(store);
    const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
    this.#start('redis-server', [...words, '--dir', this.#folder]);
    await sleep(500);
    const shared = ['--queue', redis, '--store', pathToFileURL(store).href];
    await this.#listen('worker', [...shared, '--model', 'wav2emo-base']);
    return await this.#listen('serve', ['--port', '0', '--rate-limit', '0', ...shared]);
  }

  end() {
    for (const child of this.#children) child.kill('SIGTERM');
  }

  /** @returns {Promise<string>} its first line */
  async #listen(command, words) {
    const child = this.#start(process.execPath, [
      ...['bin/wav2emo.js', command, '--log-level', 'error'],
      ...words,
    ]);
    const [line] = await once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data');
    return line.toString().trim();
  }

  #start(program, words) {
    const env = { ...process.env, TMPDIR: this.#folder };
    const child = spawn(program, words, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', () => undefined);
    this.#children.push(child);
    return child;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}
