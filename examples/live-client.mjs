/**
 * Sends a recording to a running server (`npm start`) as a microphone would, and prints what it says
 * while the person speaks. Needs ffmpeg, and Node 22; with Node 20 the flag --experimental-websocket.
 *
 *   node examples/live-client.mjs [ADDRESS] [FILE]
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , address = 'http://127.0.0.1:8770', file = 'examples/audio/sad-woman.flac'] =
  process.argv;
const format = ['-f', 's16le', '-ar', '16000', '-ac', '1', '-'];
const sound = execFileSync('ffmpeg', ['-v', 'error', '-i', file, ...format]);

const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/live`);
socket.onopen = async () => {
  const session = { sampleRate: 16000, intervalSeconds: 0.5 };
  socket.send(JSON.stringify({ type: 'session.update', session }));
  const frameBytes = 3200;
  for (let at = 0; at < sound.length; at += frameBytes) {
    socket.send(sound.subarray(at, at + frameBytes));
    await sleep(100);
  }
  socket.send(JSON.stringify({ type: 'session.end' }));
};
/** @param {{ data: string }} message */
socket.onmessage = ({ data }) => {
  const { type, endSeconds, label, score, message } = JSON.parse(data);
  if (label) console.log(`${type} ${endSeconds.toFixed(1)} s: ${label} ${score.toFixed(2)}`);
  if (type === 'error') console.error(message);
};
