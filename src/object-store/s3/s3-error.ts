import { FileError, ObjectStoreError, type ObjectStoreErrorCode } from '../../errors.js';

const CREDENTIALS =
  'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of somebody who may read, write, list and delete in the bucket.';

/** What the names of the client's errors mean. */
const NAMES: Readonly<Record<string, readonly [ObjectStoreErrorCode, string]>> = {
  NoSuchBucket: ['store-refused', 'There is no such bucket. Make it, or correct the address.'],
  AccessDenied: ['store-refused', CREDENTIALS],
  Forbidden: ['store-refused', CREDENTIALS],
  InvalidAccessKeyId: ['store-refused', CREDENTIALS],
  SignatureDoesNotMatch: ['store-refused', CREDENTIALS],
  ExpiredToken: ['store-refused', CREDENTIALS],
  CredentialsProviderError: ['store-refused', CREDENTIALS],
  NotImplemented: [
    'store-refused',
    'The store does not offer this. If the address asks for encryption, use encryption=none.',
  ],
  PermanentRedirect: ['store-refused', 'The bucket is in another region. Correct region=….'],
  EntityTooLarge: ['store-object-too-large', 'The store accepts no object of this size.'],
  TimeoutError: ['store-unreachable', 'Check the network and the endpoint, and try again.'],
  NetworkingError: ['store-unreachable', 'Check the network and the endpoint, and try again.'],
};

const SYSTEM = /^(?:ECONN|ENOTFOUND|EHOST|ENET|EAI_|EPIPE|ETIMEDOUT|CERT_|ERR_TLS)/;

/** Describes an error of the client for people; errors of this project are returned as they are. */
export function toStoreError(error: unknown, place: string): unknown {
  if (error instanceof ObjectStoreError || error instanceof FileError) return error;
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isResponse = '$metadata' in error || '$fault' in error;
  if (!isResponse && !SYSTEM.test(code) && NAMES[name] === undefined) return error;
  const [found, advice] =
    NAMES[name] ?? (SYSTEM.test(code) ? NAMES['NetworkingError'] : undefined) ?? FAILED;
  const said = message === '' || message === name ? name : `${name}, ${message}`;
  return new ObjectStoreError(found, `${place} failed (${said}). ${advice}`, { cause: error });
}

const FAILED = ['store-failed', 'Try again, and read the log of the store.'] as const;

/** Whether an error says that something does not exist. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
