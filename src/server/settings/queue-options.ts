import { z } from 'zod';
import { isQueueAddress } from '../../queue/index.js';
import { secret, whole } from './schemas.js';
import type { ServerOptions } from './server-option.js';

const places = whole(1, 100_000);

const queue = z
  .string()
  .refine(
    (text) => isQueueAddress(text) || places.safeParse(text).success,
    'Expected an address such as redis://localhost:6379, or a whole number from 1 to 100000.',
  )
  .transform((text) => (isQueueAddress(text) ? text : Number(text)));

/** Who computes the recordings, and where they wait for it. */
export const QUEUE_OPTIONS = {
  queue: {
    flag: 'queue',
    argument: '<address or count>',
    variable: 'WAV2EMO_QUEUE',
    fallback: '64',
    help: 'address redis:// or rediss:// of a queue that workers compute; or, for this process alone, the largest number of requests that wait or are computed; further requests get 503',
    schema: queue,
  },
  queueCa: {
    flag: 'queue-ca',
    argument: '<file>',
    variable: 'WAV2EMO_QUEUE_CA',
    help: 'PEM file with the certificate authority of a rediss:// address',
    schema: z.string().min(1),
  },
  queuePlaces: {
    flag: 'queue-places',
    argument: '<count>',
    variable: 'WAV2EMO_QUEUE_PLACES',
    fallback: '1000',
    help: 'with an address in --queue, the largest number of requests of this server that wait or are computed',
    schema: places,
  },
  queueWaitSeconds: {
    flag: 'queue-wait-seconds',
    argument: '<time>',
    variable: 'WAV2EMO_QUEUE_WAIT_SECONDS',
    fallback: '600',
    help: 'how long a recording may wait for a worker, in seconds',
    schema: whole(1, 86_400),
  },
  queueResultSeconds: {
    flag: 'queue-result-seconds',
    argument: '<time>',
    variable: 'WAV2EMO_QUEUE_RESULT_SECONDS',
    fallback: '300',
    help: 'how long Redis keeps a result, in seconds',
    schema: whole(1, 86_400),
  },
  queueFailedHours: {
    flag: 'queue-failed-hours',
    argument: '<time>',
    variable: 'WAV2EMO_QUEUE_FAILED_HOURS',
    fallback: '168',
    help: 'how long Redis keeps a job that failed, with the reason and without the recording, in hours',
    schema: whole(1, 8760),
  },
  store: {
    flag: 'store',
    argument: '<address>',
    variable: 'WAV2EMO_STORE',
    help: 'where recordings wait for workers: file:///shared/folder or s3://bucket/prefix (default: --object-folder)',
    schema: z.string().min(1),
  },
  objectFolder: {
    flag: 'object-folder',
    argument: '<folder>',
    variable: 'WAV2EMO_OBJECT_FOLDER',
    help: 'folder for recordings that wait for workers on other machines, which fetch them from this server by signed links; needs --object-secret',
    schema: z.string().min(1, 'Expected a folder.'),
  },
  objectSecret: {
    flag: 'object-secret',
    argument: '<secret>',
    variable: 'WAV2EMO_OBJECT_SECRET',
    help: 'secret that signs these links, of at least 16 characters; workers that store or delete recordings need it, too',
    schema: secret,
  },
} as const satisfies ServerOptions;
