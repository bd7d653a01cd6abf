import { BlockList, isIPv6, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ServerError, toProblemData } from '../problem/index.js';
import type { ServerSettings } from '../settings/index.js';
import { clientOfAddress } from './client-address.js';
import { logRefusedConnection } from './log-refusal.js';

/** The networks that the names of `--trust-proxy` stand for. */
const NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** A refusal is logged for each of so many refused connections of a client. */
const LOGGED_EVERY = 100;

/**
 * Limits the connections of each client, so that one client cannot take all of the server's. The
 * connections of trusted proxies are not limited, because each carries the requests of many.
 */
export function limitConnections(
  app: FastifyInstance,
  { connections: most, trustProxy }: ServerSettings,
): void {
  if (most === 0) return;
  const proxies = proxyList(trustProxy);
  const open = new Map<string, number>();
  let refused = 0;
  app.server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    if (proxies.check(remoteAddress, isIPv6(remoteAddress) ? 'ipv6' : 'ipv4')) return;
    const client = clientOfAddress(socket.remoteAddress);
    const count = (open.get(client) ?? 0) + 1;
    if (count > most) {
      if (refused++ % LOGGED_EVERY === 0) logRefusedConnection(app.log, client, tooMany(most));
      socket.destroy();
      return;
    }
    open.set(client, count);
    socket.once('close', () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left > 0) open.set(client, left);
      else open.delete(client);
    });
  });
}

function proxyList(trusted: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of trusted.flatMap((name) => NETWORKS[name.toLowerCase()] ?? [name])) {
    const [address = '', bits] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function tooMany(most: number) {
  return toProblemData(
    new ServerError('rate-limited', `This address has ${most} connections, the largest number.`),
  );
}
