import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import { FileError } from '../../errors.js';
import type { KeyPair } from './read-certificate.js';

const DAY_MS = 86_400_000;
/** Browsers of phones refuse certificates that are valid for more than 825 days. */
const VALID_DAYS = 365;
/** A certificate is replaced this long before it expires, so that a running server keeps it. */
const RENEW_DAYS = 30;

/**
 * Returns the self-signed certificate in a file. It is made if there is none, if it expires soon,
 * or if it lacks one of the names.
 *
 * @param file PEM file for the key and the certificate; only its owner may read it
 * @param names host names and IP addresses that the certificate is for
 * @throws FileError if the file cannot be written
 */
export async function selfSignedCertificate(
  file: string,
  names: readonly string[],
  now: Date = new Date(),
): Promise<KeyPair> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const kept = usable(text, names, now);
  if (kept) return kept;
  const made = await make(names, now);
  await keep(file, `${made.key}\n${made.cert}\n`);
  return made;
}

/** The pair in the text of a file, or `undefined` if a new one is needed. */
function usable(text: string, names: readonly string[], now: Date): KeyPair | undefined {
  const [key] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(text) ?? [];
  const [cert] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text) ?? [];
  if (key === undefined || cert === undefined) return undefined;
  try {
    const certificate = new X509Certificate(cert);
    const end = Date.parse(certificate.validTo) - RENEW_DAYS * DAY_MS;
    const isFor = (name: string) =>
      (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
    return now.getTime() < end && names.every(isFor) ? { key, cert } : undefined;
  } catch {
    return undefined;
  }
}

async function make(names: readonly string[], now: Date): Promise<KeyPair> {
  // Loaded only if it is needed, because it has many files.
  const { generate } = await import('selfsigned');
  const altNames = names.map((name) =>
    isIP(name) === 0 ? { type: 2 as const, value: name } : { type: 7 as const, ip: name },
  );
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'wav2emo' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: now,
    notAfterDate: new Date(now.getTime() + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { key: key.trim(), cert: cert.trim() };
}

/** Writes the file at once, so that a server that starts at the same time reads all or nothing. */
async function keep(file: string, text: string): Promise<void> {
  const partial = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(partial, text, { mode: 0o600 });
    await rename(partial, file);
  } catch (error) {
    throw FileError.from(error, file, 'write');
  }
}
