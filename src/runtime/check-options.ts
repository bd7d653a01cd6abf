import { DEVICES, type SessionOptions } from './session.js';

/**
 * Checks the options of a session.
 *
 * @throws TypeError if the device is none of {@link DEVICES}
 * @throws RangeError if the number of threads is not a whole number of at least 1
 */
export function checkOptions({ device = 'cpu', threads }: SessionOptions): void {
  if (!DEVICES.includes(device)) {
    throw new TypeError(`Found the device "${device}", expected one of ${DEVICES.join(', ')}.`);
  }
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) {
    throw new RangeError(`Found ${threads} threads, expected a whole number from 1 on.`);
  }
}
