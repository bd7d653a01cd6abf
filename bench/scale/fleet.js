import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/prepare.js';

/** The workers of a run, each of which is started again if it is killed, as an orchestrator does. */
export class Fleet {
  /** How jobs ended, as the workers logged it: the number of each outcome by the id of the job. */
  outcomes = new Map();
  /** Codes of the jobs that failed, or were tried again. */
  codes = new Map();
  kills = 0;
  #places;
  #env;
  #running = new Map();
  #isStopping = false;

  /**
   * @param {readonly string[][]} places the flags of each worker
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(places, env) {
    this.#places = places;
    this.#env = env;
  }

  async start() {
    await Promise.all(this.#places.map((_, place) => this.#launch(place)));
  }

  /** Ends a worker without warning, and starts it again. */
  async kill(place) {
    const worker = this.#running.get(place);
    if (!worker) return;
    this.kills++;
    if (worker.kill('SIGKILL')) await once(worker, 'exit');
    await this.#launch(place);
  }

  /** The ids of the processes. */
  get pids() {
    return [...this.#running.values()].map(({ pid }) => pid);
  }

  /** Sends a signal to all workers. */
  signal(name) {
    for (const worker of this.#running.values()) worker.kill(name);
  }

  /** Asks the workers to end, and waits until they have. */
  async stop(signal = 'SIGTERM') {
    this.#isStopping = true;
    const workers = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(
      workers.map(async (worker) => {
        if (worker.exitCode !== null || worker.signalCode !== null) return;
        worker.kill(signal);
        await once(worker, 'exit');
      }),
    );
  }

  /** Resident bytes of each worker with its computing process. */
  memory() {
    return [...this.#running.values()].map(({ pid }) => treeBytes(pid));
  }

  /** Starts a worker, and again if it ends before its models are open, as without Redis. */
  async #launch(place) {
    for (;;) {
      const worker = this.#spawn(place);
      const ended = once(worker, 'exit');
      // It prints a line when its models are open.
      const opened = once(worker.stdout, 'data').then(() => true);
      if ((await Promise.race([opened, ended])) === true || this.#isStopping) return;
      await sleep(1000);
    }
  }

  #spawn(place) {
    const flags = this.#places[place] ?? [];
    const worker = spawn(process.execPath, ['bin/wav2emo.js', 'worker', ...flags], {
      cwd: root,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.set(place, worker);
    createInterface({ input: worker.stderr }).on('line', (line) => this.#note(line));
    return worker;
  }

  #note(line) {
    if (!line.startsWith('{')) return;
    const { job, outcome, code } = JSON.parse(line);
    if (job === undefined) return;
    const counts = this.outcomes.get(job) ?? {};
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    this.outcomes.set(job, counts);
    if (code)
      this.codes.set(`${outcome}: ${code}`, (this.codes.get(`${outcome}: ${code}`) ?? 0) + 1);
  }
}

/** Resident bytes of a process and what it started; Linux only. */
export function treeBytes(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    const below = children.split(' ').filter(Boolean).map(Number);
    return below.reduce((sum, child) => sum + treeBytes(child), own);
  } catch {
    return 0;
  }
}
