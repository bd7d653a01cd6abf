/**
 * `npm run bench:live`: live sessions with a server that this program starts. Measures the delay from
 * the end of each second to its measurement, for more and more sessions that speak without a pause,
 * and what 1,000 sockets that open and vanish leave behind.
 *
 *   npm run bench:live -- [--sessions 1,4,8,16,24,32] [--seconds 20] [--sockets 1000] [--model NAME]
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build, install, root } from '../scripts/prepare.js';
import { connect, runSession } from './live/client.js';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1,4,8,16,24,32' },
    seconds: { type: 'string', default: '20' },
    sockets: { type: 'string', default: '1000' },
    model: { type: 'string', default: 'wav2vec2-mini' },
    threads: { type: 'string' },
  },
});
/** Sockets that are open at the same time. */
const AT_ONCE = 50;

install();
build();
const sound = exampleSound();
const server = spawn(
  process.execPath,
  [
    ...['bin/wav2emo.js', 'serve', '--port', '0', '--rate-limit', '0', '--log-level', 'error'],
    ...['--live-sessions', '200', '--model', values.model],
    ...(values.threads === undefined ? [] : ['--threads', values.threads]),
  ],
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  const [line] = await once(server.stdout, 'data');
  const address = line.toString().trim();
  print(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`);
  print(`load of the machine before: ${loadavg()[0]?.toFixed(1)}\n`);
  // The first session starts the process and loads the model.
  await runSession(address, sound, 2);
  await measureDelays(address);
  await measureSockets(address);
} finally {
  server.kill('SIGKILL');
}

async function measureDelays(address) {
  print(' sessions  answers/s  median ms     p95 ms     max ms      cores       load');
  for (const count of values.sessions.split(',').map(Number)) {
    const seconds = Number(values.seconds);
    const runs = Array.from({ length: count }, async (_, at) => {
      // People do not begin to speak at the same moment.
      await sleep((1000 * at) / count);
      // The sound of each session begins at another place.
      const offset = 2 * Math.round((at * sound.length) / count / 2);
      const own = Buffer.concat([sound.subarray(offset), sound.subarray(0, offset)]);
      return await runSession(address, own, seconds);
    });
    const before = cpuSeconds();
    const start = performance.now();
    const delays = (await Promise.all(runs)).flat().sort((a, b) => a - b);
    const at = (share) => delays[Math.floor(share * (delays.length - 1))].toFixed(0);
    const wall = (performance.now() - start) / 1000;
    const row = [
      count,
      (delays.length / seconds).toFixed(1),
      ...[at(0.5), at(0.95), at(1)],
      ((cpuSeconds() - before) / wall).toFixed(2),
      loadavg()[0]?.toFixed(1),
    ];
    print(row.map((cell) => String(cell).padStart(9)).join('  '));
  }
}

async function measureSockets(address) {
  const total = Number(values.sockets);
  // The first hundred sockets warm up what grows only once.
  await openAndVanish(address, 100);
  await settled(address);
  const before = await measure(address);
  await openAndVanish(address, total);
  await settled(address);
  const after = await measure(address);
  print(`\n${total} sockets, ${AT_ONCE} at once, that open, send settings and sound, and vanish`);
  for (const name of Object.keys(before)) print(`${name}: ${before[name]} -> ${after[name]}`);
}

async function openAndVanish(address, total) {
  for (let done = 0; done < total; done += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, total - done) }, async () => {
        const socket = await connect(address);
        for (let at = 0; at < 32_000; at += 3200) socket.send(sound.subarray(at, at + 3200));
        await sleep(Math.random() * 200);
        socket.terminate();
      }),
    );
}

async function settled(address) {
  while (figure(await metrics(address), 'wav2emo_live_sessions') > 0) await sleep(100);
  // Garbage collection and idle connections take a moment.
  await sleep(5000);
}

async function measure(address) {
  const text = await metrics(address);
  const children = childrenOf(server.pid);
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  return {
    sessions: figure(text, 'wav2emo_live_sessions'),
    'handles of the server': figure(text, 'nodejs_active_handles_total'),
    'open files of the server': figure(text, 'process_open_fds'),
    'heap of the server': megabytes(figure(text, 'nodejs_heap_size_used_bytes')),
    'memory of the server': megabytes(figure(text, 'process_resident_memory_bytes')),
    'memory of its processes': children.map((pid) => megabytes(residentBytes(pid))).join(', '),
    'open files of its processes': children
      .map((pid) => readdirSync(`/proc/${pid}/fd`).length)
      .join(', '),
  };
}

async function metrics(address) {
  return await (await fetch(`${address}/api/v1/metrics`)).text();
}

function figure(text, name) {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

/** What the server and its processes have computed so far, in seconds of one core. Linux only. */
function cpuSeconds() {
  let seconds = 0;
  for (const pid of [String(server.pid), ...childrenOf(server.pid)]) {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return NaN;
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, in hundredths of a second
    const fields = readFileSync(file, 'utf8').split(') ')[1].split(' ');
    seconds += (Number(fields[11]) + Number(fields[12])) / 100;
  }
  return seconds;
}

/** Linux only; elsewhere there is nothing to report. */
function childrenOf(pid) {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean) : [];
}

function residentBytes(pid) {
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** The example recordings one after the other, s16le at 16 kHz. */
function exampleSound() {
  const folder = join(root, 'examples', 'audio');
  const clips = readdirSync(folder).filter((name) => name.endsWith('.flac'));
  return Buffer.concat(
    clips.map((name) =>
      execFileSync('ffmpeg', [
        ...['-v', 'error', '-i', join(folder, name)],
        ...['-f', 's16le', '-ar', '16000', '-ac', '1', '-'],
      ]),
    ),
  );
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
