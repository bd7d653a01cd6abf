import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/prepare.js';
import { expectedResults, sendJobs, SHORT_CLIPS } from './clients.js';
import { Fleet, treeBytes } from './fleet.js';
import { readRedis } from './leftovers.js';
import { startRedis } from './redis-process.js';

const MODEL = 'wav2vec2-mini';

/**
 * Reads the memory of Redis while many jobs wait and after they are answered, and that of a server and a
 * worker. The worker is stopped while the jobs arrive, so that all of them wait.
 *
 * @param {number} jobs
 * @param {string} folder
 */
export async function measureQueue(jobs, folder) {
  const store = join(folder, 'store');
  mkdirSync(store);
  const redis = await startRedis(folder);
  const env = { ...process.env, TMPDIR: folder };
  const common = ['--queue', redis.address, '--store', pathToFileURL(store).href, '--model', MODEL];
  const fleet = new Fleet([[...common, '--concurrency', '1', '--threads', '1']], env);
  const flags = [...common, ...['--port', '0', '--rate-limit', '0', '--connections', '0']];
  const server = spawn(process.execPath, ['bin/wav2emo.js', 'serve', ...flags], {
    ...{ cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] },
  });
  try {
    const [line] = await once(server.stdout, 'data');
    const address = line.toString().trim();
    await fleet.start();
    while (!(await isReady(address))) await sleep(200);
    await expectedResults(address, SHORT_CLIPS);
    const costs = [await readCosts(redis.client, server.pid, fleet.pids[0])];
    const before = await readRedis(redis.client);
    fleet.signal('SIGSTOP');
    const options = { jobs, atOnce: jobs, seconds: 0, leavers: 0, onRefusal: () => undefined };
    const sent = sendJobs(address, SHORT_CLIPS, options);
    while ((await waiting(redis)) < jobs - 1) await sleep(100);
    const full = await readRedis(redis.client);
    fleet.signal('SIGCONT');
    const start = performance.now();
    const records = await sent;
    const seconds = (performance.now() - start) / 1000;
    const after = await readRedis(redis.client);
    costs.push(await readCosts(redis.client, server.pid, fleet.pids[0]));
    const perJob = (name) => (costs[1][name] - costs[0][name]) / jobs;
    const answered = records.filter(({ outcome }) => outcome === 'answered').length;
    return {
      ...{ jobs, answered, seconds },
      waitingBytes: (full.bytes - before.bytes) / jobs,
      answeredBytes: (after.bytes - before.bytes) / jobs,
      idleBytes: before.bytes,
      serverBytes: treeBytes(server.pid),
      workerBytes: fleet.memory()[0],
      serverSeconds: perJob('serverSeconds'),
      workerSeconds: perJob('workerSeconds'),
      redisSeconds: perJob('redisSeconds'),
      redisTraffic: perJob('redisTraffic'),
    };
  } finally {
    server.kill('SIGKILL');
    await fleet.stop('SIGKILL');
    await redis.stop();
  }
}

/** The time of the processor that each part has used so far, and the bytes that Redis read and wrote. */
async function readCosts(client, server, worker) {
  const info = await client.info();
  const value = (name) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]);
  return {
    serverSeconds: cpuSeconds(server),
    workerSeconds: cpuSeconds(worker),
    redisSeconds: value('used_cpu_sys') + value('used_cpu_user'),
    redisTraffic: value('total_net_input_bytes') + value('total_net_output_bytes'),
  };
}

/** Clock ticks per second of /proc; Linux has no other value in use. */
const TICKS = 100;

/** Of a process without its children: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function isReady(address) {
  const response = await fetch(`${address}/api/v1/ready`).catch(() => undefined);
  return response?.ok && /** @type {any} */ (await response.json()).modelsReady > 0;
}

async function waiting({ client }) {
  const { wait, active } = await readRedis(client);
  return wait + active;
}
