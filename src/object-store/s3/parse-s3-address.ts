import { ObjectStoreError } from '../../errors.js';

/** Encryption by the store; `none` sends no header, so that the bucket's own setting applies. */
const ENCRYPTIONS = ['AES256', 'aws:kms', 'none'] as const;
type Encryption = (typeof ENCRYPTIONS)[number];

/** A bucket of S3-compatible storage. */
export type S3Address = {
  readonly bucket: string;
  /** Ends with a slash unless it is empty. */
  readonly prefix: string;
  /** Absent for AWS itself. */
  readonly endpoint: string | undefined;
  /** Absent if the client's environment states it. */
  readonly region: string | undefined;
  readonly encryption: Encryption;
};

const PARAMETERS: ReadonlySet<string> = new Set(['endpoint', 'region', 'encryption']);

/**
 * Parses `s3://bucket/prefix?endpoint=…&region=…&encryption=…`. AWS encrypts with AES256 by default; other
 * stores are only asked for it if the address says so, because some refuse the header.
 *
 * @throws ObjectStoreError `store-address`
 */
export function parseS3Address(address: string): S3Address {
  const url = new URL(address);
  const { hostname: bucket, pathname, searchParams } = url;
  const unknown = [...searchParams.keys()].find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined)
    throw wrong(`found the parameter ${unknown}, expected ${[...PARAMETERS].join(', ')}`);
  if (url.username !== '' || url.password !== '')
    throw wrong('it contains credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw wrong(`found the bucket ${JSON.stringify(bucket)}, expected 3 to 63 letters and digits`);
  const endpoint = searchParams.get('endpoint') ?? undefined;
  if (endpoint !== undefined && !/^https?:\/\//.test(endpoint))
    throw wrong(`found the endpoint ${endpoint}, expected an address with http:// or https://`);
  const path = pathname.replace(/^\/+|\/+$/g, '');
  if (!/^[\w./-]*$/.test(path))
    throw wrong(`found the prefix ${path}, expected letters, digits, hyphens, dots and slashes`);
  return {
    ...{ bucket, endpoint },
    prefix: path === '' ? '' : `${path}/`,
    region: searchParams.get('region') ?? undefined,
    encryption: encryptionOf(searchParams.get('encryption'), endpoint),
  };
}

function encryptionOf(text: string | null, endpoint: string | undefined): Encryption {
  if (text === null) return endpoint === undefined ? 'AES256' : 'none';
  const found = ENCRYPTIONS.find((each) => each === text);
  if (found) return found;
  throw wrong(`found the encryption ${text}, expected ${ENCRYPTIONS.join(', ')}`);
}

function wrong(problem: string): ObjectStoreError {
  return new ObjectStoreError(
    'store-address',
    `Could not use the address of the S3 store: ${problem}. Expected s3://BUCKET/PREFIX?endpoint=…&region=….`,
  );
}
