import { availableParallelism } from 'node:os';
import { z } from 'zod';

/** The hub repository that a server offers unless it is told otherwise. */
const DEFAULT_HUB_MODELS = 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP';

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'Expected a whole number.')
    .transform(Number)
    .pipe(z.number().int().min(least).max(most));

const yes = z
  .string()
  .regex(/^(1|0|on|off|yes|no|true|false|)$/i, 'Expected "yes" or "no".')
  .transform((text) => /^(1|on|yes|true)$/i.test(text));

const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .transform((each) => each.filter((text) => text !== ''))
    .pipe(z.array(item));

/** One setting of the server. */
export type ServerOption = {
  /** `--name` of the command line, without its argument. */
  readonly flag: string;
  /** What the flag takes, e.g. `<port>`; absent for a flag that is on or off. */
  readonly argument?: string;
  /** Environment variable; a flag overrules it. */
  readonly variable: string;
  /** One line for the help and the table in `docs/reference/server.md`. */
  readonly help: string;
  /** As one would write it; absent where nothing is the default. */
  readonly fallback?: string;
  /** From text to value. */
  readonly schema: z.ZodType<unknown, string>;
};

const HUB_NAME = z.string().regex(/^[\w-][\w.-]*\/[\w-][\w.-]*$/, 'Expected owner/name.');

/** Every setting of the server; flags, environment, help and documentation come from this table. */
export const SERVER_OPTIONS = {
  host: {
    ...{ flag: 'host', argument: '<address>', variable: 'WAV2EMO_HOST', fallback: '127.0.0.1' },
    help: 'address to listen on; any but the loopback needs --token or --allow-anonymous',
    schema: z.string().min(1),
  },
  port: {
    ...{ flag: 'port', argument: '<number>', variable: 'WAV2EMO_PORT', fallback: '8770' },
    help: 'port to listen on; 0 takes a free one',
    schema: whole(0, 65_535),
  },
  model: {
    ...{ flag: 'model', argument: '<source>', variable: 'WAV2EMO_MODEL' },
    help: 'model to load at the start, and the default model of requests: folder, hub repository or embedded model',
    schema: z.string().min(1),
  },
  noModel: {
    ...{ flag: 'no-model', variable: 'WAV2EMO_NO_MODEL' },
    help: 'load nothing that was not asked for, not even for the first Gradio request',
    schema: yes,
  },
  hubModels: {
    ...{ flag: 'hub-models', argument: '<names>', variable: 'WAV2EMO_HUB_MODELS' },
    help: 'hub repositories that the page may load, separated by commas; empty for none',
    fallback: DEFAULT_HUB_MODELS,
    schema: list(HUB_NAME),
  },
  device: {
    ...{ flag: 'device', argument: '<name>', variable: 'WAV2EMO_DEVICE', fallback: 'cpu' },
    help: 'where to compute: cpu, cuda, webgpu, coreml or dml',
    schema: z.enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml']),
  },
  threads: {
    ...{ flag: 'threads', argument: '<count>', variable: 'WAV2EMO_THREADS' },
    help: 'threads of the computation (all cores if not given)',
    schema: whole(1, 4 * availableParallelism()),
  },
  token: {
    ...{ flag: 'token', argument: '<secret>', variable: 'WAV2EMO_TOKEN' },
    help: 'secret that every request must show, at least 16 characters',
    schema: z.string().min(16, 'Expected at least 16 characters.'),
  },
  allowAnonymous: {
    ...{ flag: 'allow-anonymous', variable: 'WAV2EMO_ALLOW_ANONYMOUS' },
    help: 'let everybody who reaches the address use it',
    schema: yes,
  },
  allowedHosts: {
    ...{ flag: 'allowed-hosts', argument: '<names>', variable: 'WAV2EMO_ALLOWED_HOSTS' },
    help: 'names under which a proxy may ask besides the loopback ones, separated by commas',
    fallback: '',
    schema: list(z.string().regex(/^[\w.-]+$/, 'Expected a host name.')),
  },
  trustProxy: {
    ...{ flag: 'trust-proxy', variable: 'WAV2EMO_TRUST_PROXY' },
    help: 'believe X-Forwarded-Proto, -Host and -For; only behind a proxy that sets them',
    schema: yes,
  },
  maxUploadMb: {
    ...{ flag: 'max-upload-mb', argument: '<size>', variable: 'WAV2EMO_MAX_UPLOAD_MB' },
    help: 'largest recording in megabytes',
    fallback: '100',
    schema: whole(1, 4096),
  },
  maxFiles: {
    ...{ flag: 'max-files', argument: '<count>', variable: 'WAV2EMO_MAX_FILES', fallback: '100' },
    help: 'recordings in one request',
    schema: whole(1, 10_000),
  },
  queue: {
    ...{ flag: 'queue', argument: '<count>', variable: 'WAV2EMO_QUEUE', fallback: '64' },
    help: 'requests that wait or are computed at once; beyond it the status is 503',
    schema: whole(1, 100_000),
  },
  jobSeconds: {
    ...{ flag: 'job-seconds', argument: '<time>', variable: 'WAV2EMO_JOB_SECONDS' },
    help: 'time that one recording may take to compute',
    fallback: '300',
    schema: whole(1, 86_400),
  },
  jobMemoryMb: {
    ...{ flag: 'job-memory-mb', argument: '<size>', variable: 'WAV2EMO_JOB_MEMORY_MB' },
    help: 'memory that one recording may add, in megabytes (not enforced on Windows)',
    fallback: '4096',
    schema: whole(64, 1_048_576),
  },
  rateLimit: {
    ...{ flag: 'rate-limit', argument: '<count>', variable: 'WAV2EMO_RATE_LIMIT' },
    help: 'requests a minute from one address; 0 for no limit',
    fallback: '600',
    schema: whole(0, 1_000_000),
  },
  shutdownSeconds: {
    ...{ flag: 'shutdown-seconds', argument: '<time>', variable: 'WAV2EMO_SHUTDOWN_SECONDS' },
    help: 'time that running work is given to finish when the server is stopped',
    fallback: '30',
    schema: whole(0, 3600),
  },
  logLevel: {
    ...{ flag: 'log-level', argument: '<level>', variable: 'WAV2EMO_LOG_LEVEL', fallback: 'info' },
    help: 'what is logged on stderr: silent, error, warn, info or debug',
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']),
  },
} as const satisfies Readonly<Record<string, ServerOption>>;

type Options = typeof SERVER_OPTIONS;
type Value<Key extends keyof Options> = z.output<Options[Key]['schema']>;
type Optional = 'model' | 'threads' | 'token';

/** What a server is told. */
export type ServerSettings = {
  readonly [Key in Exclude<keyof Options, Optional>]: Value<Key>;
} & { readonly [Key in Optional]?: Value<Key> };
