import { setTimeout as sleep } from 'node:timers/promises';
import { classify } from '../../clients.js';
import { inWords, recovers, served } from './beside.js';

const shift = new URL('shift-clock.js', import.meta.url).href;

/** A recording whose samples need more memory than a job may use. */
async function outOfMemory(folder) {
  const beside = await served(folder, ['--job-memory-mb', '100', '--job-seconds', '60']);
  const clip = { name: 'long.wav', bytes: longWav(20e6) };
  const outcomes = [];
  for (let time = 0; time < 2; time++) outcomes.push(await sendLong(beside.server.address, clip));
  const isBack = await recovers(beside);
  await beside.end();
  await beside.server.stop();
  const isServed = beside.outcomes.every((each) => each === 200 || each === 503);
  return {
    isGood: outcomes.every((each) => each === 413) && isBack && isServed,
    outcome: `twice 40 min with a timeline at \`--job-memory-mb 100\`: ${outcomes.join(', ')}; others: ${inWords(beside.outcomes)}`,
  };
}

async function sendLong(address, { bytes }) {
  const body = new FormData();
  body.append('files', new Blob([bytes]), 'long.wav');
  const path = '/api/v1/classify?timeline=true&peaks=100';
  const response = await fetch(new URL(path, address), { method: 'POST', body });
  const { results } = /** @type {any} */ (await response.json());
  return results?.[0]?.error?.status ?? response.status;
}

/** Noise, 8 kHz, one byte for each sample. */
function longWav(count) {
  const bytes = Buffer.alloc(44 + count);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + count, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(8000, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(count, 40);
  for (let at = 44, state = 1; at < bytes.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = 96 + (state >>> 26);
  }
  return bytes;
}

/** The clock of the server and of the process that computes jumps by a year, forwards and back. */
async function clockJumps(folder) {
  const env = { NODE_OPTIONS: `--import ${shift}` };
  const beside = await served(folder, [], { env });
  for (let time = 0; time < 4; time++) {
    process.kill(beside.server.pid, 'SIGUSR2');
    await sleep(500);
  }
  const isBack = await recovers(beside);
  await beside.end();
  const { outcome } = await classify(beside.server.address, {
    clip: { name: 'none.wav', bytes: Buffer.alloc(0) },
  });
  await beside.server.stop();
  const isServed = beside.outcomes.every((each) => each === 200);
  return {
    isGood: isBack && isServed && outcome === 422,
    outcome: `4 jumps: ${inWords(beside.outcomes)}`,
  };
}

export const LIMITS = [
  { fault: 'a recording needs more memory than a job may use', run: outOfMemory },
  { fault: 'the clock jumps by a year, forwards and back', run: clockJumps },
];
