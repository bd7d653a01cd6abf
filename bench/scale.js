/**
 * `npm run bench:scale`: a server, a Redis and three workers under faults. While jobs arrive, workers are
 * killed, Redis is restarted, the network of one worker is cut, the store is full, and every tenth client
 * leaves. Every accepted recording must be answered exactly once, with its own result, and nothing may be left behind.
 * Writes the part "Faults" of docs/reports/scale.md.
 *
 *   npm run bench:scale -- [--jobs 2000] [--seconds 180] [--at-once 40] [--print]
 *
 * --seconds  over which the jobs arrive; the faults need 150
 * --print    prints the part and leaves docs/reports/scale.md as it is
 *
 * It needs redis-server and Linux; without root, the store cannot be filled and that fault is left out.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { build, install, root } from '../scripts/prepare.js';
import { expectedResults, sendJobs, SHORT_CLIPS } from './scale/clients.js';
import { startProxy } from './scale/cut-proxy.js';
import { Fleet } from './scale/fleet.js';
import { judge } from './scale/judge.js';
import { readRedis, waitUntilClean } from './scale/leftovers.js';
import { longRecording } from './scale/long-recording.js';
import { watchLostJobs } from './scale/lost-jobs.js';
import { processesOf } from './scale/processes.js';
import { addressOf, startRedis } from './scale/redis-process.js';
import { faultsPart, writePart } from './scale/report.js';
import { makeStore } from './scale/store-folder.js';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '180' },
    'at-once': { type: 'string', default: '40' },
    print: { type: 'boolean', default: false },
  },
});
const [jobs, seconds, atOnce] = [values.jobs, values.seconds, values['at-once']].map(Number);
/** How long Redis keeps a result in this run. */
const RESULT_SECONDS = 20;
/** A server cleans every minute; what is older than its time is gone after so many seconds. */
const CLEAN_WITHIN_SECONDS = RESULT_SECONDS + 120;
const KILL_EVERY_SECONDS = 20;
const MODEL = 'wav2vec2-mini';
/** Length of one recording of seven, in seconds. */
const LONG_SECONDS = 60;

install();
build();
const temporary = mkdtempSync(join(tmpdir(), 'wav2emo-scale-'));
const env = { ...process.env, TMPDIR: temporary };
const store = makeStore(join(temporary, 'store'));
const redis = await startRedis(temporary);
const proxy = await startProxy(redis.port);
const storeFlag = ['--store', pathToFileURL(store.folder).href];
const workerFlags = (address) => [
  ...['--queue', address, ...storeFlag, '--model', MODEL],
  ...['--concurrency', '1', '--threads', '1'],
];
const fleet = new Fleet(
  [redis.address, redis.address, addressOf(proxy.port)].map(workerFlags),
  env,
);
const serverFlags = [
  ...['--queue', redis.address, ...storeFlag, '--model', MODEL, '--port', '0', '--rate-limit', '0'],
  ...['--queue-result-seconds', String(RESULT_SECONDS), '--log-level', 'error'],
];
const server = spawn(process.execPath, ['bin/wav2emo.js', 'serve', ...serverFlags], {
  ...{ cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] },
});
const stopping = new AbortController();
try {
  const [line] = await Promise.race([once(server.stdout, 'data'), ended(server)]);
  const address = line.toString().trim();
  await fleet.start();
  await untilReady(address);
  // A long one among them, so that workers are killed while they compute.
  const clips = [...SHORT_CLIPS, new Blob([await longRecording(LONG_SECONDS)])];
  const expected = await expectedResults(address, clips);
  const lost = await watchLostJobs(redis);
  const refusals = new Map();
  const onRefusal = (code) => refusals.set(code, (refusals.get(code) ?? 0) + 1);
  const busy = loadavg()[0];
  const start = performance.now();
  const faults = runFaults();
  const records = await sendJobs(address, clips, { jobs, atOnce, seconds, onRefusal });
  const elapsed = (performance.now() - start) / 1000;
  stopping.abort();
  await faults.ended;
  const atEnd = await readRedis(redis.client);
  const left = await waitUntilClean({ redis: redis.client, store, seconds: CLEAN_WITHIN_SECONDS });
  const hasServer = server.exitCode === null && server.signalCode === null;
  await lost.close();
  await fleet.stop();
  server.kill('SIGTERM');
  if (hasServer) await once(server, 'exit');
  await sleep(2000);
  const processes = processesOf(temporary);
  const facts = {
    jobs,
    elapsed,
    busy,
    records,
    expected,
    refusals,
    fleet,
    faults: faults.done,
    lost: lost.ids.size,
  };
  const all = { ...facts, atEnd, left, processes, hasServer, canFill: store.canFill };
  const wrong = judge(all);
  const text = faultsPart({ ...all, wrong });
  process.stdout.write(text);
  if (!values.print) writePart('faults', text);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  stopping.abort();
  server.kill('SIGKILL');
  await fleet.stop('SIGKILL');
  await redis.stop();
  proxy.stop();
  store.remove();
  rmSync(temporary, { recursive: true, force: true });
}

/** @returns {Promise<never>} */
async function ended(child) {
  await once(child, 'exit');
  throw new Error('The server ended before it listened. What it wrote is above.');
}

async function untilReady(address) {
  for (;;) {
    const response = await fetch(`${address}/api/v1/ready`).catch(() => undefined);
    if (response?.ok && /** @type {any} */ (await response.json()).modelsReady > 0) return;
    await sleep(200);
  }
}

/** Runs the plan of faults next to the jobs; `done` says what happened when. */
function runFaults() {
  const done = [];
  const { signal } = stopping;
  const begun = performance.now();
  const pause = (length) => sleep(length * 1000, undefined, { signal });
  const note = (what) =>
    done.push({ what, second: Math.round((performance.now() - begun) / 1000) });
  const kills = async () => {
    for (let place = 0; ; place = (place + 1) % 3) {
      await pause(KILL_EVERY_SECONDS);
      note(`worker ${place + 1} is killed`);
      await fleet.kill(place);
    }
  };
  const others = async () => {
    await pause(30);
    note('Redis is killed, and started again 2 s later');
    await redis.restart(2000);
    await pause(20);
    note('the network of worker 3 is cut for 30 s');
    proxy.cut();
    await pause(30).finally(proxy.mend);
    await pause(20);
    if (!store.canFill) return;
    note('the store is full for 10 s');
    store.fill();
    await pause(10).finally(store.empty);
  };
  const quiet = (error) => {
    if (!signal.aborted) throw error;
  };
  return { done, ended: Promise.all([kills().catch(quiet), others().catch(quiet)]) };
}
