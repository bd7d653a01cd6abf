import { type Logger, pino } from 'pino';
import type { Writable } from 'node:stream';
import type { ServerSettings } from './settings.js';

/**
 * Structured logs. Of a request they hold its method and route; never its address, its headers or
 * the names of files, which may name people.
 */
export function makeLogger(level: ServerSettings['logLevel'], stream: Writable): Logger {
  return pino(
    {
      level,
      base: null,
      serializers: {
        req: ({ method, routeOptions }: { method: string; routeOptions?: { url?: string } }) => ({
          method,
          route: routeOptions?.url,
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
      },
    },
    stream,
  );
}
