import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { FileError } from '../../errors.js';

/** A certificate and its private key, both PEM. */
export type KeyPair = { readonly cert: string; readonly key: string };

/**
 * Reads a certificate (the first of the file is the server's) and its private key.
 *
 * @throws FileError if a file cannot be read or is not PEM, or if the key is another certificate's
 */
export async function readCertificate(certFile: string, keyFile: string): Promise<KeyPair> {
  const cert = await readPem(certFile);
  const key = await readPem(keyFile);
  const certificate = parse(certFile, 'a certificate', () => new X509Certificate(cert));
  const privateKey = parse(keyFile, 'a private key without a passphrase', () =>
    createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey))
    throw new FileError(
      'file-unreadable',
      `The key in ${keyFile} does not belong to the certificate in ${certFile}. Choose --cert and --key of the same pair.`,
    );
  return { cert, key };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw FileError.from(error, file, 'read');
  }
}

function parse<Parsed>(file: string, expected: string, read: () => Parsed): Parsed {
  try {
    return read();
  } catch (error) {
    throw new FileError(
      'file-unreadable',
      `Could not use ${file}: expected ${expected} in PEM format. Choose another --cert or --key.`,
      { cause: error },
    );
  }
}
