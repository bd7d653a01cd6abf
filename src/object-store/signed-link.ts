import { createHmac, timingSafeEqual } from 'node:crypto';
import { ObjectStoreError } from '../errors.js';
import { isObjectKey } from './object-key.js';

/** What a link permits. */
export type LinkMethod = 'GET' | 'PUT' | 'DELETE';

/** The parameters of a signed link. */
export type LinkParameters = { readonly expires: string; readonly signature: string };

/** A shorter secret could be guessed from a link. */
const LEAST_SECRET = 16;
/** The longest life of a link, in seconds. */
const MAX_SECONDS = 7 * 86_400;

/**
 * Signs and verifies links to objects: HMAC-SHA256 over the method, the key and the time of expiry.
 * A link permits one method on one object until it expires, and nothing else.
 */
export class LinkSigner {
  readonly #secret: string;

  /** @throws RangeError if the secret is too short */
  constructor(secret: string) {
    if (secret.length < LEAST_SECRET)
      throw new RangeError(
        `Found a secret of ${secret.length} characters, expected at least ${LEAST_SECRET}.`,
      );
    this.#secret = secret;
  }

  /**
   * Makes the last part of a link, `key?expires=…&signature=…`.
   *
   * @param seconds how long the link is valid
   */
  sign(method: LinkMethod, key: string, seconds: number): string {
    if (!(seconds > 0 && seconds <= MAX_SECONDS))
      throw new RangeError(`Found ${seconds} s for a link, expected up to ${MAX_SECONDS}.`);
    const expires = String(Math.ceil(Date.now() / 1000 + seconds));
    const signature = this.#digest(method, key, expires).toString('base64url');
    return `${key}?expires=${expires}&signature=${signature}`;
  }

  /** @throws ObjectStoreError `store-link-refused`, `store-link-expired` */
  verify(method: LinkMethod, key: string, { expires, signature }: LinkParameters): void {
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#digest(method, key, expires);
    // Only the canonical text passes, so that one link has one spelling.
    const isOurs =
      given.length === expected.length &&
      timingSafeEqual(given, expected) &&
      signature === expected.toString('base64url') &&
      /^\d{1,12}$/.test(expires);
    if (!isOurs || !(isObjectKey(key) || isSweepKey(key)))
      throw new ObjectStoreError(
        'store-link-refused',
        'The signature does not belong to this link. Use the link as the server made it; both sides need the same secret.',
      );
    if (Number(expires) * 1000 < Date.now())
      throw new ObjectStoreError(
        'store-link-expired',
        'The link has expired. Ask for a new one, and compare the clocks of both machines.',
      );
  }

  #digest(method: LinkMethod, key: string, expires: string): Buffer {
    // No part contains a line break, so that different links have different texts.
    return createHmac('sha256', this.#secret)
      .update(`wav2emo-object\n${method}\n${JSON.stringify(key)}\n${expires}`)
      .digest();
  }
}

/** What a link that sweeps is signed for; no object has such a key. */
export function sweepKey(olderThanSeconds: number): string {
  return `older-than:${olderThanSeconds}`;
}

function isSweepKey(key: string): boolean {
  return /^older-than:\d+(?:\.\d+)?$/.test(key);
}
