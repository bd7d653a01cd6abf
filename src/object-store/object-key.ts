/**
 * No folders, no upper case, which some file systems do not distinguish, and no name that a system
 * gives a meaning: 128 characters fit into every store.
 */
const KEY = /^[a-z0-9](?:[a-z0-9._-]{0,126}[a-z0-9])?$/;

/** Names of devices on Windows, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** Whether a text can be the key of an object. */
export function isObjectKey(text: string): boolean {
  return KEY.test(text) && !DEVICE.test(text);
}

/** @throws RangeError if a text cannot be the key of an object */
export function checkObjectKey(key: string): void {
  if (isObjectKey(key)) return;
  throw new RangeError(
    `Found the key ${JSON.stringify(key)}, expected at most 128 lower-case letters, digits, dots, hyphens and underscores that begin and end with a letter or digit.`,
  );
}

/** @throws RangeError if an age is not possible */
export function checkAge(seconds: number): void {
  if (seconds >= 0 && seconds < Infinity) return;
  throw new RangeError(`Found an age of ${seconds} s, expected 0 or more.`);
}
