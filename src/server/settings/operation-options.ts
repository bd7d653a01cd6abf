import { z } from 'zod';
import { whole } from './schemas.js';
import type { ServerOptions } from './server-option.js';

/** A variable that is set and empty counts as not set. */
const url = z
  .string()
  .refine((text) => text === '' || /^https?:\/\//.test(text), 'Expected an http or https address.')
  .refine((text) => text === '' || URL.canParse(text), 'Expected an http or https address.')
  .transform((text) => (text === '' ? undefined : text));

/** How the server ends, and what it tells those who run it. */
export const OPERATION_OPTIONS = {
  shutdownSeconds: {
    flag: 'shutdown-seconds',
    argument: '<time>',
    variable: 'WAV2EMO_SHUTDOWN_SECONDS',
    help: 'time limit for finishing running work when the server stops, in seconds',
    fallback: '30',
    schema: whole(0, 3600),
  },
  trace: {
    flag: 'trace',
    argument: '<url>',
    variable: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    help: 'send traces to this receiver of OTLP over HTTP, e.g. http://127.0.0.1:4318/v1/traces; needs the packages of OpenTelemetry',
    schema: url,
  },
  logLevel: {
    flag: 'log-level',
    argument: '<level>',
    variable: 'WAV2EMO_LOG_LEVEL',
    fallback: 'info',
    help: 'what to log on stderr: silent, error, warn, info or debug',
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']),
  },
} as const satisfies ServerOptions;
