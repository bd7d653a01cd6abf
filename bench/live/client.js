/** One live session for `bench/live.js`: sends sound at real time and notes the delays. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

const FRAME_SECONDS = 0.1;
const FRAME_BYTES = 3200;

/**
 * Connects to a server and sends the settings.
 *
 * @param {string} address
 */
export async function connect(address) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/live`);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'session.update', session: { intervalSeconds: 1 } }));
  return socket;
}

/**
 * Runs a session.
 *
 * @param {string} address
 * @param {Buffer} sound s16le at 16 kHz, repeated
 * @param {number} seconds
 * @returns the delay of each measurement in milliseconds, from the end of its last frame
 */
export async function runSession(address, sound, seconds) {
  const socket = await connect(address);
  const sent = new Map();
  const delays = [];
  const ready = new Promise((resolve) => {
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      if (message.type === 'session.updated') resolve();
      if (message.type === 'error') process.stderr.write(`${message.code}: ${message.message}\n`);
      if (message.type !== 'measurement') return;
      delays.push(performance.now() - sent.get(Math.round(message.endSeconds / FRAME_SECONDS)));
    });
  });
  await ready;
  const start = performance.now();
  for (let frame = 1; frame * FRAME_SECONDS <= seconds; frame++) {
    // A frame is complete at the end of its sound, and is sent then.
    await sleep(Math.max(0, start + frame * FRAME_SECONDS * 1000 - performance.now()));
    const at = ((frame - 1) * FRAME_BYTES) % (sound.length - FRAME_BYTES);
    sent.set(frame, performance.now());
    socket.send(sound.subarray(at, at + FRAME_BYTES));
  }
  const closed = once(socket, 'close');
  socket.send(JSON.stringify({ type: 'session.end' }));
  await closed;
  return delays;
}
