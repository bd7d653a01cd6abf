import { readFileSync } from 'node:fs';
import { request } from 'node:http';
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
  bytes: readFileSync(fileURLToPath(new URL(`../test/fixtures/audio/${name}`, import.meta.url))),
}));

/**
 * Sends a recording.
 *
 * @param {URL} server
 * @param {{ clip: { name: string, bytes: Buffer }, from?: string, agent?: import('node:http').Agent, token?: string }} what
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
