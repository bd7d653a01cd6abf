import { connect } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { classify, clips } from '../../clients.js';
import { childrenOf } from '../server.js';
import { inWords, recovers, served, uploadFolders } from './beside.js';

/** Moments after a recording was sent: upload, decoding, computing, answer. In milliseconds. */
const MOMENTS = [0, 2, 5, 10, 20, 40, 80, 160];
/** Moments after the process was started again: start, opening of the model, first result. */
const AGAIN = [0, 20, 100, 300, 600];

const kill = (/** @type {number | undefined} */ pid) => {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
};

/** The process that computes is killed at every stage, and its successor as well. */
async function engineKilled(folder) {
  const beside = await served(folder);
  const { pid, address } = beside.server;
  const victims = [];
  let isBack = true;
  for (const [number, moment] of MOMENTS.entries()) {
    const [first] = childrenOf(pid);
    const asked = classify(address, { clip: clips[number % clips.length] });
    await sleep(moment);
    kill(first);
    const next = await successor(pid, first);
    await sleep(AGAIN[number % AGAIN.length] ?? 0);
    kill(next);
    victims.push((await asked).outcome);
    isBack = (await recovers(beside)) && isBack;
  }
  await beside.end();
  const left = uploadFolders(folder).flatMap(({ files }) => files);
  await beside.server.stop();
  const all = [...victims, ...beside.outcomes];
  const isGood = isBack && left.length === 0 && all.every(isTold);
  return {
    isGood,
    outcome: `${2 * MOMENTS.length} kills: ${inWords(all)}; ${left.length} files left`,
  };
}

/** A right answer, or a status that says that the process ended or the model is loaded again. */
const isTold = (/** @type {unknown} */ outcome) => [200, 500, 503].includes(Number(outcome));

async function successor(pid, first) {
  for (let waited = 0; waited < 10_000; waited += 5) {
    const next = childrenOf(pid).find((each) => each !== first);
    if (next !== undefined) return next;
    await sleep(5);
  }
  return undefined;
}

/** The server is killed during an upload, while it computes, and while it stops; twice each. */
async function serverKilled(folder) {
  let ended = 0;
  for (const stage of ['upload', 'compute', 'stop'])
    for (let time = 0; time < 2; time++) {
      const beside = await served(folder);
      const { server } = beside;
      if (stage === 'upload') await beginUpload(server.address);
      if (stage === 'stop') process.kill(server.pid, 'SIGTERM');
      await sleep(stage === 'stop' ? 20 : 300);
      const children = childrenOf(server.pid);
      kill(server.pid);
      await beside.end();
      await sleep(1000);
      ended += children.every((each) => !isRunning(each)) ? 1 : 0;
    }
  const beside = await served(folder);
  await sleep(500);
  await beside.end();
  const folders = uploadFolders(folder).length;
  await beside.server.stop();
  const left = readdirSync(folder).filter((name) => name !== 'cache' && !name.startsWith('node-'));
  const isServed = beside.outcomes.every((each) => each === 200);
  return {
    isGood: ended === 6 && folders === 1 && left.length === 0 && isServed,
    outcome: `6 kills: ${ended} times no process left; after the next start ${folders - 1} old folders, ${inWords(beside.outcomes)}; after its end ${left.length} files`,
  };
}

async function beginUpload({ hostname, port }) {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const head = `POST /api/v1/classify HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: audio/wav\r\nContent-Length: 5000000\r\n\r\n`;
  socket.write(Buffer.concat([Buffer.from(head), Buffer.alloc(2e6)]));
  await sleep(100);
}

/** Processes that have ended stay on the list until the first process of the system takes note. */
function isRunning(pid) {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export const KILLS = [
  { fault: '`kill -9` of the computing process, and of the next one', run: engineKilled },
  { fault: '`kill -9` of the server, twice at each stage', run: serverKilled },
];
