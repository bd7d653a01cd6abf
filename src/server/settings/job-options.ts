import { whole } from './schemas.js';
import type { ServerOptions } from './server-option.js';

/** Limits of what is computed at once. */
export const JOB_OPTIONS = {
  jobSeconds: {
    flag: 'job-seconds',
    argument: '<time>',
    variable: 'WAV2EMO_JOB_SECONDS',
    help: 'time limit for computing one recording, in seconds',
    fallback: '300',
    schema: whole(1, 86_400),
  },
  jobMemoryMb: {
    flag: 'job-memory-mb',
    argument: '<size>',
    variable: 'WAV2EMO_JOB_MEMORY_MB',
    help: 'memory limit for computing one recording, in megabytes (not enforced on Windows)',
    fallback: '4096',
    schema: whole(64, 1_048_576),
  },
  liveSessions: {
    flag: 'live-sessions',
    argument: '<count>',
    variable: 'WAV2EMO_LIVE_SESSIONS',
    help: 'largest number of live sessions at once; 0 for none',
    fallback: '16',
    schema: whole(0, 10_000),
  },
  liveMinutes: {
    flag: 'live-minutes',
    argument: '<time>',
    variable: 'WAV2EMO_LIVE_MINUTES',
    help: 'time limit of one live session, in minutes',
    fallback: '120',
    schema: whole(1, 1440),
  },
} as const satisfies ServerOptions;
