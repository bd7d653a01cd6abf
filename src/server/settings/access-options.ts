import { z } from 'zod';
import { list, secret, whole, yes } from './schemas.js';
import type { ServerOptions } from './server-option.js';

/** Addresses of proxies: those of this machine, those of private networks, or single ones. */
const PROXY = z
  .string()
  .regex(/^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i, 'Expected an IP address.');

const proxies = z
  .string()
  .transform((text) => (/^(1|on|yes|true)$/i.test(text) ? 'loopback' : text))
  .transform((text) => (/^(0|off|no|false|)$/i.test(text) ? '' : text))
  .pipe(list(PROXY));

/** Who may use the server, and how much. */
export const ACCESS_OPTIONS = {
  token: {
    flag: 'token',
    argument: '<secret>',
    variable: 'WAV2EMO_TOKEN',
    help: 'secret that every request must contain, at least 16 characters',
    schema: secret,
  },
  userToken: {
    flag: 'user-token',
    argument: '<secret>',
    variable: 'WAV2EMO_USER_TOKEN',
    help: 'second secret for clients that classify, but neither load nor unload models nor read metrics; needs --token',
    schema: secret,
  },
  allowAnonymous: {
    flag: 'allow-anonymous',
    variable: 'WAV2EMO_ALLOW_ANONYMOUS',
    help: 'let everybody who can reach the address use the server',
    schema: yes,
  },
  allowedHosts: {
    flag: 'allowed-hosts',
    argument: '<names>',
    variable: 'WAV2EMO_ALLOWED_HOSTS',
    help: 'host names to accept besides those of the loopback, separated by commas; for a proxy',
    fallback: '',
    schema: list(z.string().regex(/^[\w.-]+$/, 'Expected a host name.')),
  },
  trustProxy: {
    flag: 'trust-proxy',
    argument: '[addresses]',
    variable: 'WAV2EMO_TRUST_PROXY',
    help: 'trust X-Forwarded-Proto, -Host and -For of proxies at these addresses, separated by commas; without addresses, of proxies on this machine',
    fallback: 'no',
    schema: proxies,
  },
  connections: {
    flag: 'connections',
    argument: '<count>',
    variable: 'WAV2EMO_CONNECTIONS',
    help: 'largest number of connections from one address, a quarter of which may be event streams; 0 for no limit',
    fallback: '64',
    schema: whole(0, 100_000),
  },
  rateLimit: {
    flag: 'rate-limit',
    argument: '<count>',
    variable: 'WAV2EMO_RATE_LIMIT',
    help: 'largest number of requests per minute from one address; 0 for no limit',
    fallback: '600',
    schema: whole(0, 1_000_000),
  },
  tokenRateLimit: {
    flag: 'token-rate-limit',
    argument: '<count>',
    variable: 'WAV2EMO_TOKEN_RATE_LIMIT',
    help: 'largest number of requests per minute with one token, over all servers of a queue; 0 for no limit',
    fallback: '0',
    schema: whole(0, 1_000_000),
  },
} as const satisfies ServerOptions;
