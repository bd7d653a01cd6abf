import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CLIPS = [
  'high-2.3s.wav',
  'mid-1.0s.wav',
  'formats/flac.16000.2.flac',
  'formats/vbr.16000.1.mp3',
  'formats/vorbis.16000.1.ogg',
  'formats/opus.48000.1.webm',
];

/** What the clients send, in the formats that people send. */
export const clips = CLIPS.map((name) => ({
  name,
  bytes: readFileSync(fileURLToPath(new URL(`../../test/fixtures/audio/${name}`, import.meta.url))),
}));

/**
 * Sends a recording.
 *
 * @param {URL} server
 * @param {{ clip: { name: string, bytes: Buffer }, from?: string, agent?: Agent, token?: string }} what
 *   `from` is the address of the client, one of the loopback
 * @returns {Promise<{ outcome: number | string, body: string, milliseconds: number }>}
 */
export function classify({ hostname, port }, { clip, from = '127.0.0.1', agent, token }) {
  const start = performance.now();
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': clip.bytes.length,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const path = `/api/v1/classify?name=${encodeURIComponent(clip.name)}`;
  const options = { hostname, port, path, method: 'POST', headers, agent, localAddress: from };
  return new Promise((resolve) => {
    const finish = (/** @type {number | string} */ outcome, body = '') =>
      resolve({ outcome, body, milliseconds: performance.now() - start });
    const sent = request({ ...options, timeout: 60_000 }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => finish(response.statusCode ?? 0, withoutTime(body)));
      response.on('error', (error) => finish(`lost: ${error.message}`));
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within 60 s')));
    sent.on('error', (error) => finish(`lost: ${error.message}`));
    sent.end(clip.bytes);
  });
}

/** An answer without the time that it took, so that answers can be compared. */
const withoutTime = (/** @type {string} */ body) => body.replace(/"computeSeconds":[\d.e-]+/g, '');

/** The answers to all clips, for the comparison. */
export async function rightAnswers(server, token) {
  const answers = new Map();
  for (const clip of clips) answers.set(clip.name, (await classify(server, { clip, token })).body);
  return answers;
}

/**
 * Clients with addresses of their own, each of which sends one recording after the other, with a pause.
 *
 * @param {URL} server
 * @param {{ count: number, seconds: number, pauseMs: number, token?: string, answers: Map<string, string> }} options
 */
export async function honestClients(server, { count, seconds, pauseMs, token, answers }) {
  const end = performance.now() + seconds * 1000;
  const agent = new Agent({ keepAlive: false });
  /** @type {{ outcome: number | string, isRight: boolean, milliseconds: number }[]} */
  const outcomes = [];
  const client = async (/** @type {number} */ number) => {
    for (let at = number; performance.now() < end; at++) {
      const clip = clips[at % clips.length];
      const from = `127.0.0.${number + 2}`;
      const { outcome, body, milliseconds } = await classify(server, { clip, from, agent, token });
      outcomes.push({ outcome, isRight: body === answers.get(clip.name), milliseconds });
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, number) => client(number)));
  agent.destroy();
  return outcomes;
}

/** The value below which a share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
