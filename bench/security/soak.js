/**
 * `node bench/security/soak.js`: a mixed load of one request a second, for as long as wanted. Memory,
 * handles and files have to stay as they are. Prints JSON.
 *
 *   node bench/security/soak.js [--minutes 20]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { uploadFolders } from './faults/beside.js';
import { classify, clips } from '../clients.js';
import { quantile, rightAnswers } from './honest-clients.js';
import { figuresOf, startServer } from './server.js';

const PERIOD_MS = 1000;
/** Until code, pools and the runtime's arenas have grown, in seconds. */
const WARM_UP = 120;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '20' } } });
const seconds = Number(values.minutes) * 60;
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-soak-'));
const flags = ['--model', 'wav2vec2-mini', '--log-level', 'error'];
const server = await startServer(flags, { folder });
const samples = [];
const outcomes = [];
try {
  const answers = await rightAnswers(server.address);
  const KINDS = [recording, recording, recording, damaged, pair, stream, recording, gone];
  const start = performance.now();
  for (let number = 0; (performance.now() - start) / 1000 < seconds; number++) {
    const kind = KINDS[number % KINDS.length] ?? recording;
    const begin = performance.now();
    const isRight = await kind(number, answers).catch(() => false);
    outcomes.push({ kind: kind.name, isRight, milliseconds: performance.now() - begin });
    // Measured between requests, so that what is in use for a request does not count.
    if (number % 10 === 9) samples.push({ at: (begin - start) / 1000, ...measure() });
    await sleep(Math.max(0, PERIOD_MS - (performance.now() - begin)));
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify(summary(), null, 1)}\n`);

function measure() {
  const files = uploadFolders(folder).reduce((sum, each) => sum + each.files.length, 0);
  return { ...figuresOf(server), files };
}

/** A recording, in each of the formats in turn. */
async function recording(number, answers) {
  const clip = clips[number % clips.length];
  const { outcome, body } = await classify(server.address, { clip });
  return outcome === 200 && body === answers.get(clip.name);
}

/** A recording with noise in it is read or refused. */
async function damaged(number) {
  const { name, bytes } = clips[number % clips.length];
  const noise = Buffer.from(bytes);
  for (let at = 60; at < noise.length; at += 7) noise[at] = (at * number) & 0xff;
  const { outcome } = await classify(server.address, { clip: { name, bytes: noise } });
  return outcome === 200 || outcome === 422;
}

/** A form with a recording and a text. */
async function pair() {
  const body = new FormData();
  body.append('files', new Blob([clips[0].bytes]), 'a.wav');
  body.append('files', new Blob(['no sound']), 'b.wav');
  const path = '/api/v1/classify?timeline=true&peaks=50';
  const response = await fetch(new URL(path, server.address), { method: 'POST', body });
  const { results } = /** @type {any} */ (await response.json());
  return results?.[0]?.label !== undefined && results[1]?.error !== undefined;
}

/** An event stream that is read for half a second. */
async function stream() {
  const signal = AbortSignal.timeout(500);
  const response = await fetch(new URL('/api/v1/models/events', server.address), { signal });
  await response.text().catch(() => undefined);
  return response.status === 200;
}

/** A client that leaves before its answer. */
async function gone() {
  const body = new FormData();
  body.append('files', new Blob([clips[0].bytes]), 'a.wav');
  const signal = AbortSignal.timeout(15);
  const url = new URL('/api/v1/classify', server.address);
  await fetch(url, { method: 'POST', body, signal }).catch(() => undefined);
  return true;
}

function summary() {
  const warm = samples.filter(({ at }) => at >= Math.min(WARM_UP, seconds / 4));
  const third = Math.ceil(warm.length / 3);
  const part = (list) => ({
    megabytes: Math.round(
      quantile(
        list.map(({ bytes }) => bytes),
        0.5,
      ) / 1e6,
    ),
    handles: quantile(
      list.map(({ handles }) => handles),
      0.5,
    ),
    files: quantile(
      list.map(({ files }) => files),
      0.5,
    ),
  });
  const times = outcomes.map(({ milliseconds }) => milliseconds);
  return {
    minutes: Number(values.minutes),
    requests: outcomes.length,
    right: outcomes.filter(({ isRight }) => isRight).length,
    first: part(warm.slice(0, third)),
    last: part(warm.slice(-third)),
    p50: Math.round(quantile(times, 0.5)),
    p99: Math.round(quantile(times, 0.99)),
  };
}
