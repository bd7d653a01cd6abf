import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLoopback } from './settings/index.js';

/** Names of interfaces that lead to containers and virtual machines only. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet)/;

/**
 * The addresses of this machine in its networks: the IPv4 ones, or the IPv6 ones if it has no
 * others. Many machines change their IPv6 addresses every day.
 */
export function lanAddresses(): string[] {
  const addresses = Object.entries(readInterfaces())
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, each]) => each ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/.test(address))
    .map(({ address }) => address);
  const old = addresses.filter((each) => isIPv4(each));
  return old.length > 0 ? old : addresses;
}

/** A sandbox may forbid asking; the server then works all the same, and only names no address. */
function readInterfaces(): ReturnType<typeof networkInterfaces> {
  try {
    return networkInterfaces();
  } catch {
    return {};
  }
}

/**
 * Returns the URL by which another machine reaches a server, e.g. `https://192.168.1.2:8770`, or
 * `undefined` if no other machine can reach it.
 *
 * @param address URL of the server, with the address that it listens on as the host
 * @param addresses addresses of this machine; the first is that of a server on `0.0.0.0` or `::`
 */
export function lanUrl(
  address: string,
  addresses: readonly string[] = lanAddresses(),
): string | undefined {
  const { hostname, protocol, port } = new URL(address);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isLoopback(host)) return undefined;
  if (host !== '0.0.0.0' && host !== '::') return address;
  const found = addresses[0];
  return found && `${protocol}//${urlHost(found)}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

/** The host as it stands in a URL: IPv6 addresses are in brackets. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
