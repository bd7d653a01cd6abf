import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { KNOWN_MODELS } from '../catalogue/index.js';
import { isRepositoryName } from '../hub/index.js';
import { isQueueAddress, type QueueAddress } from '../queue/index.js';

/** The hub repository that a server offers by default. */
const DEFAULT_HUB_MODELS = 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP';

export const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'Expected a whole number.')
    .transform(Number)
    .pipe(z.number().int().min(least).max(most));

const yes = z
  .string()
  .regex(/^(1|0|on|off|yes|no|true|false|)$/i, 'Expected "yes" or "no".')
  .transform((text) => /^(1|on|yes|true)$/i.test(text));

export const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .transform((each) => each.filter((text) => text !== ''))
    .pipe(z.array(item));

/** A setting of the server. */
export type ServerOption = {
  /** Flag of the command line, without `--`. */
  readonly flag: string;
  /** Argument of the flag, e.g. `<port>`; absent if the flag has none. */
  readonly argument?: string;
  /** Environment variable; the flag overrides it. */
  readonly variable: string;
  /** One line for the help and the table in `docs/reference/server.md`. */
  readonly help: string;
  /** Default as text; absent if there is no default. */
  readonly fallback?: string;
  /** Parses the text. */
  readonly schema: z.ZodType<unknown, string>;
};

/** A variable that is set and empty counts as not set. */
const url = z
  .string()
  .refine((text) => text === '' || /^https?:\/\//.test(text), 'Expected an http or https address.')
  .refine((text) => text === '' || URL.canParse(text), 'Expected an http or https address.')
  .transform((text) => (text === '' ? undefined : text));

const secret = z.string().min(16, 'Expected at least 16 characters.');

const places = whole(1, 100_000);

const queue = z
  .string()
  .refine(
    (text) => isQueueAddress(text) || places.safeParse(text).success,
    'Expected an address such as redis://localhost:6379, or a whole number from 1 to 100000.',
  )
  .transform((text) => (isQueueAddress(text) ? text : Number(text)));

/** Addresses of proxies: those of this machine, those of private networks, or single ones. */
const PROXY = z
  .string()
  .regex(/^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i, 'Expected an IP address.');

const proxies = z
  .string()
  .transform((text) => (/^(1|on|yes|true)$/i.test(text) ? 'loopback' : text))
  .transform((text) => (/^(0|off|no|false|)$/i.test(text) ? '' : text))
  .pipe(list(PROXY));

/** Stands for every repository of the catalogue that opens without an option. */
const KNOWN = 'known';

const HUB_NAME = z
  .string()
  .refine(
    (name) => name === KNOWN || isRepositoryName(name),
    'Expected owner/name, modelscope:owner/name or known.',
  );

const hubNames = list(HUB_NAME).transform((names) => [
  ...new Set(names.flatMap((name) => (name === KNOWN ? openNames() : [name]))),
]);

function openNames(): string[] {
  return KNOWN_MODELS.filter(({ opens }) => opens === 'yes').map(({ repository }) => repository);
}

/** Every setting of the server. Flags, variables, help and documentation come from this table. */
export const SERVER_OPTIONS = {
  host: {
    flag: 'host',
    argument: '<address>',
    variable: 'WAV2EMO_HOST',
    fallback: '127.0.0.1',
    help: 'address to listen on; other addresses than the loopback need --token or --allow-anonymous',
    schema: z.string().min(1),
  },
  port: {
    flag: 'port',
    argument: '<number>',
    variable: 'WAV2EMO_PORT',
    fallback: '8770',
    help: 'port to listen on; 0 for any free port',
    schema: whole(0, 65_535),
  },
  https: {
    flag: 'https',
    variable: 'WAV2EMO_HTTPS',
    help: 'serve https, with a self-signed certificate unless --cert and --key are given',
    schema: yes,
  },
  cert: {
    flag: 'cert',
    argument: '<file>',
    variable: 'WAV2EMO_CERT',
    help: 'PEM file with the certificate for --https; needs --key',
    schema: z.string().min(1),
  },
  key: {
    flag: 'key',
    argument: '<file>',
    variable: 'WAV2EMO_KEY',
    help: 'PEM file with the private key of the certificate, without a passphrase',
    schema: z.string().min(1),
  },
  model: {
    flag: 'model',
    argument: '<source>',
    variable: 'WAV2EMO_MODEL',
    help: 'model to load at the start and to use by default: folder, hub repository or embedded model',
    schema: z.string().min(1),
  },
  noModel: {
    flag: 'no-model',
    variable: 'WAV2EMO_NO_MODEL',
    help: 'load no model by itself, not even for the first call of a Gradio client',
    schema: yes,
  },
  hubModels: {
    flag: 'hub-models',
    argument: '<names>',
    variable: 'WAV2EMO_HUB_MODELS',
    help: 'hub repositories that clients may load, separated by commas; known for all of the catalogue that open; empty for none',
    fallback: DEFAULT_HUB_MODELS,
    schema: hubNames,
  },
  trustBundle: {
    flag: 'trust-bundle',
    variable: 'WAV2EMO_TRUST_BUNDLE',
    help: 'use graphs that hub repositories contain, as they are',
    schema: yes,
  },
  device: {
    flag: 'device',
    argument: '<name>',
    variable: 'WAV2EMO_DEVICE',
    fallback: 'cpu',
    help: 'device to compute on: cpu, cuda, webgpu, coreml or dml',
    schema: z.enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml']),
  },
  threads: {
    flag: 'threads',
    argument: '<count>',
    variable: 'WAV2EMO_THREADS',
    help: 'number of threads to compute with (default: all cores)',
    schema: whole(1, 4 * availableParallelism()),
  },
  token: {
    flag: 'token',
    argument: '<secret>',
    variable: 'WAV2EMO_TOKEN',
    help: 'secret that every request must contain, at least 16 characters',
    schema: secret,
  },
  userToken: {
    flag: 'user-token',
    argument: '<secret>',
    variable: 'WAV2EMO_USER_TOKEN',
    help: 'second secret for clients that classify, but neither load nor unload models nor read metrics; needs --token',
    schema: secret,
  },
  allowAnonymous: {
    flag: 'allow-anonymous',
    variable: 'WAV2EMO_ALLOW_ANONYMOUS',
    help: 'let everybody who can reach the address use the server',
    schema: yes,
  },
  allowedHosts: {
    flag: 'allowed-hosts',
    argument: '<names>',
    variable: 'WAV2EMO_ALLOWED_HOSTS',
    help: 'host names to accept besides those of the loopback, separated by commas; for a proxy',
    fallback: '',
    schema: list(z.string().regex(/^[\w.-]+$/, 'Expected a host name.')),
  },
  trustProxy: {
    flag: 'trust-proxy',
    argument: '[addresses]',
    variable: 'WAV2EMO_TRUST_PROXY',
    help: 'trust X-Forwarded-Proto, -Host and -For of proxies at these addresses, separated by commas; without addresses, of proxies on this machine',
    fallback: 'no',
    schema: proxies,
  },
  connections: {
    flag: 'connections',
    argument: '<count>',
    variable: 'WAV2EMO_CONNECTIONS',
    help: 'largest number of connections from one address, a quarter of which may be event streams; 0 for no limit',
    fallback: '64',
    schema: whole(0, 100_000),
  },
  maxUploadMb: {
    flag: 'max-upload-mb',
    argument: '<size>',
    variable: 'WAV2EMO_MAX_UPLOAD_MB',
    help: 'size limit of one recording, in megabytes',
    fallback: '100',
    schema: whole(1, 4096),
  },
  maxConversationMb: {
    flag: 'max-conversation-mb',
    argument: '<size>',
    variable: 'WAV2EMO_MAX_CONVERSATION_MB',
    help: 'size limit of the recording of a conversation, in megabytes; an hour of stereo PCM at 48 kHz has 691',
    fallback: '700',
    schema: whole(1, 16_384),
  },
  conversationSeconds: {
    flag: 'conversation-seconds',
    argument: '<time>',
    variable: 'WAV2EMO_CONVERSATION_SECONDS',
    help: 'time limit for analysing one conversation, in seconds',
    fallback: '3600',
    schema: whole(1, 86_400),
  },
  conversationMinutes: {
    flag: 'conversation-minutes',
    argument: '<time>',
    variable: 'WAV2EMO_CONVERSATION_MINUTES',
    help: 'how long the result of a conversation is kept, in minutes; at most 100 results are kept',
    fallback: '60',
    schema: whole(1, 10_080),
  },
  maxFiles: {
    flag: 'max-files',
    argument: '<count>',
    variable: 'WAV2EMO_MAX_FILES',
    fallback: '100',
    help: 'largest number of recordings in one request',
    schema: whole(1, 10_000),
  },
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
  rateLimit: {
    flag: 'rate-limit',
    argument: '<count>',
    variable: 'WAV2EMO_RATE_LIMIT',
    help: 'largest number of requests per minute from one address; 0 for no limit',
    fallback: '600',
    schema: whole(0, 1_000_000),
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
  tokenRateLimit: {
    flag: 'token-rate-limit',
    argument: '<count>',
    variable: 'WAV2EMO_TOKEN_RATE_LIMIT',
    help: 'largest number of requests per minute with one token, over all servers of a queue; 0 for no limit',
    fallback: '0',
    schema: whole(0, 1_000_000),
  },
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
} as const satisfies Readonly<Record<string, ServerOption>>;

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
