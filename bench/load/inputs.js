import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.js';

const fixture = (path) => readFileSync(join(root, 'test', 'fixtures', 'audio', path));

/** The faulty requests, a tenth of all. */
export const HOSTILE = [
  { name: 'a text', expected: [422], ask: (address) => send(address, Buffer.from('not a sound')) },
  { name: 'nothing', expected: [422], ask: (address) => send(address, Buffer.alloc(0)) },
  {
    name: 'a WAV that claims 4 GB',
    expected: [200, 422],
    ask: (address) => send(address, claim(fixture('high-2.3s.wav'), 40)),
  },
  {
    name: 'a FLAC with noise in it',
    expected: [200, 422],
    ask: (address) => send(address, scramble(fixture('formats/flac.16000.2.flac'))),
  },
  {
    name: 'an MP3 with noise in it',
    expected: [200, 422],
    ask: (address) => send(address, scramble(fixture('formats/vbr.16000.1.mp3'))),
  },
  {
    name: 'an Ogg with noise in it',
    expected: [200, 422],
    ask: (address) => send(address, scramble(fixture('formats/vorbis.16000.1.ogg'))),
  },
  {
    name: 'a WebM cut in the middle',
    expected: [200, 422],
    ask: (address) => send(address, fixture('formats/opus.48000.1.webm').subarray(0, 900)),
  },
  { name: 'a model that is not there', expected: [404], ask: (address) => sendTo(address, 'x/y') },
  { name: 'broken off while sending', expected: ['gone'], ask: breakOff },
  { name: 'broken off while waiting', expected: ['gone', 200], ask: leave },
];

async function send(address, bytes, query = '') {
  const response = await fetch(`${address}/api/v1/classify${query}`, {
    ...{ method: 'POST', body: bytes, headers: { 'content-type': 'application/octet-stream' } },
  });
  await response.text();
  return response.status;
}

const sendTo = (address, model) =>
  send(address, fixture('mid-1.0s.wav'), `?model=${encodeURIComponent(model)}`);

function breakOff(address) {
  const options = {
    method: 'POST',
    headers: { 'content-type': 'audio/wav', 'content-length': 1e6 },
  };
  return new Promise((resolve) => {
    const asked = request(`${address}/api/v1/classify`, options);
    asked.once('close', () => resolve('gone'));
    asked.on('error', () => undefined);
    asked.write(fixture('high-2.3s.wav'), () => asked.destroy());
  });
}

async function leave(address, clip) {
  const signal = AbortSignal.timeout(30);
  try {
    const body = new FormData();
    body.append('files', new Blob([clip]), 'clip.wav');
    const response = await fetch(`${address}/api/v1/classify`, { method: 'POST', body, signal });
    await response.text();
    return response.status;
  } catch (error) {
    return error.name === 'TimeoutError' ? 'gone' : `lost: ${error.message}`;
  }
}

function claim(bytes, at) {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(0xfffffff0, at);
  return copy;
}

/** Seeded, so that every run sends the same bytes. */
function scramble(bytes) {
  const copy = Buffer.from(bytes);
  let state = 12345;
  for (let at = 60; at < copy.length; at += 7) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    copy[at] = state >>> 24;
  }
  return copy;
}
