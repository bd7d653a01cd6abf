import type { z } from 'zod';
import type { QueueAddress } from '../../queue/index.js';
import { ACCESS_OPTIONS } from './access-options.js';
import { ADDRESS_OPTIONS } from './address-options.js';
import { JOB_OPTIONS } from './job-options.js';
import { MODEL_OPTIONS } from './model-options.js';
import { OPERATION_OPTIONS } from './operation-options.js';
import { QUEUE_OPTIONS } from './queue-options.js';
import { RECORDING_OPTIONS } from './recording-options.js';
import type { ServerOptions } from './server-option.js';

const { rateLimit, tokenRateLimit, ...access } = ACCESS_OPTIONS;
const { objectFolder, objectSecret, ...queued } = QUEUE_OPTIONS;

/**
 * Every setting of the server, in the order of the help. Flags, variables, help and documentation come
 * from this table.
 */
export const SERVER_OPTIONS = {
  ...ADDRESS_OPTIONS,
  ...MODEL_OPTIONS,
  ...access,
  ...RECORDING_OPTIONS,
  ...queued,
  ...JOB_OPTIONS,
  ...{ rateLimit, objectFolder, objectSecret, tokenRateLimit },
  ...OPERATION_OPTIONS,
} as const satisfies ServerOptions;

type Options = typeof SERVER_OPTIONS;
type Value<Key extends keyof Options> = z.output<Options[Key]['schema']>;
type Optional =
  | ('cert' | 'key' | 'model' | 'objectFolder' | 'objectSecret' | 'queueCa' | 'store')
  | ('threads' | 'token' | 'trace' | 'userToken');

/** The settings of a server. */
export type ServerSettings = {
  readonly [Key in Exclude<keyof Options, Optional>]: Value<Key>;
} & { readonly [Key in Optional]?: Value<Key> };

/** The address of the queue; absent if the server computes in its own process. */
export function queueAddressOf({
  queue,
  queueCa,
}: Pick<ServerSettings, 'queue' | 'queueCa'>): QueueAddress | undefined {
  return typeof queue === 'string' ? { address: queue, caFile: queueCa } : undefined;
}

/** The largest number of requests that wait or are computed. */
export function placesOf({ queue, queuePlaces }: ServerSettings): number {
  return typeof queue === 'number' ? queue : queuePlaces;
}
