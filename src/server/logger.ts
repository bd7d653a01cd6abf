import type { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { ServerSettings } from './settings/index.js';

/**
 * Makes the structured log. Of a request it contains the method and the route, but no address, no
 * header and no file name, because these may identify people.
 */
export function makeLogger(level: ServerSettings['logLevel'], stream: Writable): Logger {
  return pino({ level, base: null }, stream);
}
