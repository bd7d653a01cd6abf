/**
 * `npm run bench:load`: 2,000 requests, 50 at a time, every tenth of them hostile or cut off,
 * sent to a server that this program starts. Nothing may be lost or left behind. Writes
 * docs/reports/load.md.
 *
 *   npm run bench:load -- [--requests 2000] [--at-once 50] [--print] [--root FOLDER]
 *
 * --root   the folder of another version that is built already, whose server is measured; implies --print
 * --print  prints the report and leaves docs/reports/load.md as it is
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { Agent } from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { classify, clips } from './clients.js';
import { HOSTILE } from './load/inputs.js';
import { writeReport } from './load/report.js';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '2000' },
    'at-once': { type: 'string', default: '50' },
    print: { type: 'boolean', default: false },
    root: { type: 'string', default: root },
  },
});
/** Memory varies with garbage collection by less than this; 2,000 leaked recordings would be more. */
const MOST_GROWTH = 100e6;
/** The addresses of the loopback from which valid recordings come. */
const ADDRESSES = 5;
const total = Number(values.requests);
const atOnce = Number(values['at-once']);
const agent = new Agent({ keepAlive: true });

const isOurs = values.root === root;
if (isOurs) {
  install();
  build();
}
const temporary = mkdtempSync(join(tmpdir(), 'wav2emo-load-'));
const server = spawn(
  process.execPath,
  ['bin/wav2emo.js', 'serve', '--port', '0', '--rate-limit', '0', '--log-level', 'error'],
  {
    cwd: values.root,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
try {
  const [line] = await once(server.stdout, 'data');
  const address = line.toString().trim();
  await loadModel(address);
  // The first hundred requests warm up what grows only once: code, pools, the runtime's arenas.
  await run(address, 100);
  await sleep(2000);
  const before = await measure(address);
  const start = performance.now();
  const outcomes = await run(address, total);
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  await sleep(5000);
  const after = await measure(address);
  server.kill('SIGTERM');
  await once(server, 'exit');
  const left = readdirSync(temporary);
  const faults = judge(outcomes, before, after, left);
  const machine = { cpu: cpus()[0]?.model.trim(), cores: cpus().length, memory: totalmem() };
  const facts = { total, atOnce, seconds, outcomes, before, after, left, faults, machine };
  const text = writeReport(facts);
  process.stdout.write(text);
  if (isOurs && !values.print) writeFileSync(join(root, 'docs', 'reports', 'load.md'), text);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  server.kill('SIGKILL');
  rmSync(temporary, { recursive: true, force: true });
}

async function loadModel(address) {
  await fetch(`${address}/api/v1/models/wav2vec2-mini/load`, { method: 'POST' });
  const isReady = async () => {
    const response = await fetch(`${address}/api/v1/ready`);
    const { modelsReady } = /** @type {{ modelsReady: number }} */ (await response.json());
    return modelsReady > 0;
  };
  while (!(await isReady())) await sleep(100);
}

/** Sends `count` requests, `atOnce` of them at a time. */
async function run(address, count) {
  const outcomes = [];
  let next = 0;
  const work = async (client) => {
    const from = `127.0.0.${(client % ADDRESSES) + 2}`;
    while (next < count) {
      const number = next++;
      outcomes.push(await ask(address, number, from));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, client) => work(client)));
  return outcomes;
}

async function ask(address, number, from) {
  const start = performance.now();
  const isHostile = number % 10 === 9;
  const kind = isHostile ? HOSTILE[Math.floor(number / 10) % HOSTILE.length] : undefined;
  const clip = clips[number % clips.length];
  const outcome = await (kind ? kind.ask(address, clip.bytes) : askRight(address, from, clip));
  const name = kind?.name ?? 'recording';
  const isAsExpected = kind ? kind.expected.includes(outcome) : outcome === 200;
  return { name, outcome, isAsExpected, milliseconds: performance.now() - start };
}

/** Sends a valid recording from one of the addresses, since one address gets only its share of the queue. */
async function askRight(address, from, clip) {
  const { outcome, body } = await classify(new URL(address), { clip, from, agent });
  return outcome === 200 && !/"label":"/.test(body) ? 'no result' : outcome;
}

async function measure(address) {
  const text = await (await fetch(`${address}/api/v1/metrics`)).text();
  const figure = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  const engine = childrenOf(server.pid)[0];
  return {
    serverBytes: figure('process_resident_memory_bytes'),
    engineBytes: engine === undefined ? Number.NaN : residentBytes(engine),
    ...{ serverHandles: handlesOf(server.pid), connections: handlesOf(server.pid, true) },
    engineHandles: engine === undefined ? Number.NaN : handlesOf(engine),
    uploads: figure('wav2emo_upload_files'),
    queued: figure('wav2emo_queue_requests'),
    streams: figure('wav2emo_event_streams'),
    restarts: figure('wav2emo_engine_restarts_total'),
  };
}

// Linux only, like the figures of file handles.
function childrenOf(pid) {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

/** Open handles of a process: its connections, or everything else. */
function handlesOf(pid, connections = false) {
  const kinds = readdirSync(`/proc/${pid}/fd`).map((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`);
    } catch {
      return '';
    }
  });
  return kinds.filter((kind) => kind !== '' && kind.startsWith('socket:') === connections).length;
}

function residentBytes(pid) {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
}

function judge(outcomes, before, after, left) {
  const wrong = outcomes.filter(({ isAsExpected }) => !isAsExpected);
  const kinds = [...new Set(wrong.map(({ name, outcome }) => `${name}: ${outcome}`))];
  return [
    ...(wrong.length > 0 ? [`${wrong.length} answers not as expected (${kinds.join('; ')})`] : []),
    ...(outcomes.length === total ? [] : [`${total - outcomes.length} requests lost`]),
    ...(after.uploads === 0 && left.length === 0 ? [] : ['files left behind']),
    ...(after.queued === 0 ? [] : ['places in the queue left behind']),
    ...(after.serverHandles <= before.serverHandles + 2 ? [] : ['handles of the server left open']),
    ...(after.engineHandles <= before.engineHandles + 2 ? [] : ['handles of the engine left open']),
    // Connections that fetch keeps open, and the server's own pipes.
    ...(after.connections <= before.connections + atOnce ? [] : ['connections left open']),
    ...(after.serverBytes <= before.serverBytes + MOST_GROWTH ? [] : ['memory of the server grew']),
    ...(after.engineBytes <= before.engineBytes + MOST_GROWTH ? [] : ['memory of the engine grew']),
  ];
}
