import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** An IPv6 client has a whole network of this many groups of its address, 64 bits. */
const IPV6_GROUPS = 4;

/** New for every process, so that the log's names of clients cannot be traced to addresses. */
const SALT = randomBytes(16);

/**
 * The client of a request, as limits count it: its IPv4 address, or the first 64 bits of its IPv6
 * address, because one connection of a provider has all addresses below them.
 */
export function clientOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  return clientOfAddress(ip);
}

/** As {@link clientOf}, for the address of a connection; `undefined` if it is closed already. */
export function clientOfAddress(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  return expand(plain).slice(0, IPV6_GROUPS).join(':');
}

/** The name of a client in the log: the same for all requests of a client while the server runs. */
export function clientName(client: string): string {
  return createHash('sha256').update(SALT).update(client).digest('hex').slice(0, 12);
}

function expand(address: string): string[] {
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last];
}
