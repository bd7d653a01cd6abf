import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Headers that ask for another protocol. */
const UPGRADE_HEADERS = /^(upgrade|connection|http2-settings)$/i;

/**
 * Passes on the requests that ask for a WebSocket. A request that asks for another protocol is
 * answered as if it did not: that is what RFC 9110, section 7.8, permits, and what Java's HTTP client
 * and `curl --http2` expect, which offer HTTP/2 with each of their first requests. Node itself would
 * take such a request out of HTTP as soon as somebody listens for upgrades.
 *
 * @returns a server that listens to nothing, and emits `upgrade` for WebSockets only
 */
export function webSocketUpgrades(server: Server): Server {
  const upgrades = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (/^websocket$/i.test(request.headers.upgrade ?? '') && upgrades.listenerCount('upgrade') > 0)
      upgrades.emit('upgrade', request, socket, head);
    else answerWithoutUpgrade(server, request, socket, head);
  });
  return upgrades;
}

/** Hands the connection to the server again, with the same request in HTTP alone. */
function answerWithoutUpgrade(
  server: Server,
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const lines = [`${method ?? 'GET'} ${url ?? '/'} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!UPGRADE_HEADERS.test(name)) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  // A connection with TLS is not told apart here: its socket is decrypted already.
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket);
}
