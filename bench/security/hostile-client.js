/**
 * One hostile client, from 127.0.0.1 and with the token of those who classify: it holds sockets and event
 * streams, sends bodies without an end, floods the server with uploads, and tries tokens. It goes on until
 * it is killed. `hostile.js` starts it.
 *
 *   node bench/security/hostile-client.js ADDRESS TOKEN
 */
import { request } from 'node:http';
import { connect } from 'node:net';
import { setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';

const SOCKETS = 1200;
const STREAMS = 1200;
const [address = '', token = ''] = process.argv.slice(2);
const { hostname, port } = new URL(address);
const authorization = `Bearer ${token}`;
const counts = { sockets: 0, streams: 0, endless: 0, uploads: 0, tokens: 0 };
const noise = Buffer.alloc(65_536, 0x55);

for (let at = 0; at < SOCKETS; at++) void again(holdSocket);
for (let at = 0; at < STREAMS; at++) void again(holdStream);
for (let at = 0; at < 16; at++) void again(sendEndless);
for (let at = 0; at < 32; at++) void again(upload);
for (let at = 0; at < 16; at++) void again(tryToken);
setInterval(() => process.stdout.write(`${JSON.stringify(counts)}\n`), 1000);

/** A client that was refused comes back at once, but not more often than twice a second. */
async function again(attack) {
  for (;;) {
    await attack();
    await sleep(500);
  }
}

/** An idle socket; half of them send the beginning of a request. */
function holdSocket() {
  counts.sockets++;
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    if (counts.sockets % 2 === 0) socket.write('POST /api/v1/classify HTTP/1.1\r\nHost: 127.0');
    socket.on('error', () => undefined);
    socket.once('close', resolve);
  });
}

/** An event stream of the models or of Gradio, which is never read. */
function holdStream() {
  const paths = ['/api/v1/models/events', '/gradio_api/heartbeat/x'];
  const path = paths[counts.streams++ % paths.length];
  return send({ method: 'GET', path, headers: { authorization } }, (sent) => sent.end());
}

/** A body without an end, to a route that takes recordings or one that takes JSON. */
function sendEndless() {
  const paths = ['/api/v1/classify', '/gradio_api/upload', '/gradio_api/queue/join'];
  const path = paths[counts.endless++ % paths.length];
  const type = path === '/gradio_api/queue/join' ? 'application/json' : 'audio/wav';
  const headers = { authorization, 'content-type': type };
  return send({ method: 'POST', path, headers }, (sent) => {
    const more = () => {
      while (!sent.destroyed && sent.write(noise));
    };
    sent.on('drain', more);
    more();
  });
}

/** An upload that is stored and never used, of a megabyte. */
function upload() {
  counts.uploads++;
  const head = '--XX\r\nContent-Disposition: form-data; name="files"; filename="a.wav"\r\n\r\n';
  const body = Buffer.concat([Buffer.from(head), Buffer.alloc(1e6), Buffer.from('\r\n--XX--\r\n')]);
  const headers = { authorization, 'content-type': 'multipart/form-data; boundary=XX' };
  const options = { method: 'POST', path: '/gradio_api/upload', headers };
  return send(options, (sent) => sent.end(body), true);
}

function tryToken() {
  const headers = { authorization: `Bearer wrong-token-number-${counts.tokens++}` };
  return send({ method: 'GET', path: '/api/v1/models', headers }, (sent) => sent.end(), true);
}

/** Sends a request on a connection of its own; resolves when the connection closes. */
function send(options, write, isRead = false) {
  return new Promise((resolve) => {
    const sent = request({ ...options, hostname, port, agent: false }, (response) => {
      // A response that is not read fills the buffers of the server.
      if (isRead) response.resume();
      response.on('error', () => undefined);
    });
    sent.on('error', () => undefined);
    sent.once('close', resolve);
    write(sent);
  });
}
