import { readFile } from 'node:fs/promises';
import { FileError } from '../errors.js';

/** Where the queue is. */
export type QueueAddress = {
  /** `redis://` or `rediss://`, with user and password if Redis has them. */
  readonly address: string;
  /** PEM file with the certificate authority of a `rediss://` address. Default: those of Node. */
  readonly caFile?: string | undefined;
};

/** What ioredis needs to connect. */
export type RedisSettings = {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: { readonly ca?: string };
};

/** Whether a text is the address of a queue. */
export function isQueueAddress(text: string): boolean {
  return URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol);
}

/** The address without user and password, for messages and logs. */
export function withoutSecrets(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

/**
 * Reads an address and the file of its certificate authority.
 *
 * @throws FileError if the file of the certificate authority cannot be read
 */
export async function readAddress({ address, caFile }: QueueAddress): Promise<RedisSettings> {
  const { protocol, hostname, port, username, password, pathname } = new URL(address);
  const text = decodeURIComponent;
  const database = Number(pathname.slice(1) || '0');
  const ca = caFile === undefined ? undefined : await readCa(caFile);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || '6379'),
    db: database,
    ...(username !== '' && { username: text(username) }),
    ...(password !== '' && { password: text(password) }),
    ...(protocol === 'rediss:' && { tls: { ...(ca !== undefined && { ca }) } }),
  };
}

async function readCa(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw FileError.from(error, file, 'read');
  }
}
