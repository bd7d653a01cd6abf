import type * as BullMQ from 'bullmq';
import type { Redis } from 'ioredis';
import { QueueError } from './queue-error.js';
import {
  type QueueAddress,
  readAddress,
  type RedisSettings,
  withoutSecrets,
} from './redis-address.js';

/** A command is sent again after so many lost connections, about five seconds; then it fails. */
const MAX_RETRIES = 5;
/** The longest pause before Redis is tried again, in milliseconds. */
const LONGEST_PAUSE_MS = 2000;
/** Redis must answer the first connection within this time, in milliseconds. */
const CONNECT_MS = 10_000;

/** Of connections that wait as long as Redis is away. */
type PatientSettings = RedisSettings & {
  readonly retryStrategy: (tries: number) => number;
  readonly maxRetriesPerRequest: null;
};

/** The connection to Redis, and BullMQ, which is loaded only if there is a queue. */
export class QueueConnection {
  readonly bullmq: typeof BullMQ;
  /** Sends commands that fail if Redis is away for long. */
  readonly redis: Redis;
  /** For connections that wait as long as Redis is away. */
  readonly patient: PatientSettings;
  /** Is called with errors of connections; they are opened again without help. */
  readonly onError: (error: Error) => void;

  private constructor(
    bullmq: typeof BullMQ,
    { redis, patient }: { readonly redis: Redis; readonly patient: PatientSettings },
    onError: (error: Error) => void,
  ) {
    this.bullmq = bullmq;
    this.redis = redis;
    this.patient = patient;
    this.onError = onError;
  }

  /** @throws QueueError `queue-unavailable` if Redis cannot be reached; FileError */
  static async open(
    where: QueueAddress,
    onError: (error: Error) => void = () => undefined,
  ): Promise<QueueConnection> {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    const retryStrategy = (tries: number) => Math.min(LONGEST_PAUSE_MS, 100 * 2 ** tries);
    const options = { ...(await readAddress(where)), retryStrategy };
    const redis = new Redis({ ...options, maxRetriesPerRequest: MAX_RETRIES, lazyConnect: true });
    let last: Error | undefined;
    redis.on('error', (error: Error) => {
      last = error;
      onError(error);
    });
    const tooLate = setTimeout(() => {
      redis.disconnect();
    }, CONNECT_MS);
    try {
      await redis.connect();
      await redis.ping();
    } catch (error) {
      redis.disconnect();
      throw unreachable(where, last ?? error);
    } finally {
      clearTimeout(tooLate);
    }
    return new QueueConnection(
      bullmq,
      { redis, patient: { ...options, maxRetriesPerRequest: null } },
      onError,
    );
  }

  async close(): Promise<void> {
    await this.redis.quit().catch(() => {
      this.redis.disconnect();
    });
  }
}

function unreachable({ address }: QueueAddress, cause: unknown): QueueError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new QueueError(
    'queue-unavailable',
    `Could not use Redis at ${withoutSecrets(address)}: ${reason}. Check that it runs, and its address, password and certificate.`,
    { cause },
  );
}
