import { z } from 'zod';
import { whole, yes } from './schemas.js';
import type { ServerOptions } from './server-option.js';

/** Where the server listens. */
export const ADDRESS_OPTIONS = {
  host: {
    flag: 'host',
    argument: '<address>',
    variable: 'WAV2EMO_HOST',
    fallback: '127.0.0.1',
    help: 'address to listen on; other addresses than the loopback need --token or --allow-anonymous',
    schema: z.string().min(1),
  },
  port: {
    flag: 'port',
    argument: '<number>',
    variable: 'WAV2EMO_PORT',
    fallback: '8770',
    help: 'port to listen on; 0 for any free port',
    schema: whole(0, 65_535),
  },
  https: {
    flag: 'https',
    variable: 'WAV2EMO_HTTPS',
    help: 'serve https, with a self-signed certificate unless --cert and --key are given',
    schema: yes,
  },
  cert: {
    flag: 'cert',
    argument: '<file>',
    variable: 'WAV2EMO_CERT',
    help: 'PEM file with the certificate for --https; needs --key',
    schema: z.string().min(1),
  },
  key: {
    flag: 'key',
    argument: '<file>',
    variable: 'WAV2EMO_KEY',
    help: 'PEM file with the private key of the certificate, without a passphrase',
    schema: z.string().min(1),
  },
} as const satisfies ServerOptions;
