import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolderOf, pathFrom } from '../cache-folder.js';
import { errnoCode, FileError, HubError } from '../errors.js';
import { type HubKind, HUBS } from './hub-kinds.js';

/** Where models come from and where they are stored; {@link hubSettings} reads it from the environment. */
export type HubSettings = {
  /** Address of the hub or a mirror without a slash at its end, e.g. `https://huggingface.co`. */
  readonly endpoint: string;
  /** Sent to the endpoint's own origin only. */
  readonly token?: string;
  /** Cache of this project; models are in its folder `hub`. */
  readonly cacheFolder: string;
  /** Whether requests are forbidden. */
  readonly offline: boolean;
  /** Cache of Python's `huggingface_hub`, which is read if the hub cannot be reached, and never written. */
  readonly pythonCacheFolder?: string;
  /** A connection that sends nothing for this long is closed. Default: 30. */
  readonly timeoutSeconds?: number;
};

/** Default of `timeoutSeconds`. */
export const TIMEOUT_SECONDS = 30;
/** A body that arrives more slowly than this for the time above is interrupted, in bytes per second. */
export const LEAST_BYTES_PER_SECOND = 500;

const YES = /^(1|on|yes|true)$/i;

/**
 * Reads the hub settings from environment variables. Their names are those of Python's
 * `huggingface_hub`: `HF_ENDPOINT`, `HF_TOKEN` (or `HUGGING_FACE_HUB_TOKEN`, or the file
 * `HF_TOKEN_PATH` or `$HF_HOME/token`), `HF_HOME`, `HF_HUB_CACHE` (or `HUGGINGFACE_HUB_CACHE`),
 * `XDG_CACHE_HOME`, `HF_HUB_OFFLINE` and `HF_HUB_DOWNLOAD_TIMEOUT` in seconds. For the cache of this
 * project see {@link cacheFolderOf}. An empty variable counts as unset.
 *
 * For ModelScope the address is in `MODELSCOPE_ENDPOINT` and the token in `MODELSCOPE_API_TOKEN`; the other
 * variables are the same.
 *
 * @param kind default: `huggingface`
 * @throws {HubError} `hub-unreachable` if the address is not a web address.
 * @throws {FileError} if a token file exists and cannot be read.
 */
export function hubSettings(
  env: Readonly<Record<string, string | undefined>>,
  kind: HubKind = 'huggingface',
): HubSettings {
  const userCache = pathFrom(env['XDG_CACHE_HOME']) ?? join(homedir(), '.cache');
  const home = pathFrom(env['HF_HOME']);
  const pythonHome = home ?? join(userCache, 'huggingface');
  const isHuggingFace = kind === 'huggingface';
  const token = isHuggingFace ? tokenOf(env, pythonHome) : filled(env[HUBS[kind].tokenVariable]);
  const timeoutSeconds = Number(env['HF_HUB_DOWNLOAD_TIMEOUT']);
  return {
    endpoint: endpointOf(env, kind),
    ...(token === undefined ? {} : { token }),
    cacheFolder: cacheFolderOf(env),
    offline: YES.test(env['HF_HUB_OFFLINE']?.trim() ?? ''),
    ...(isHuggingFace && {
      pythonCacheFolder:
        pathFrom(env['HF_HUB_CACHE']) ??
        pathFrom(env['HUGGINGFACE_HUB_CACHE']) ??
        join(pythonHome, 'hub'),
    }),
    ...(timeoutSeconds > 0 ? { timeoutSeconds } : {}),
  };
}

/** The value of a variable; an empty one counts as unset. */
function filled(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  return text === '' ? undefined : text;
}

function endpointOf(env: Readonly<Record<string, string | undefined>>, kind: HubKind): string {
  const { endpoint, endpointVariable, tokenVariable } = HUBS[kind];
  const text = env[endpointVariable]?.trim().replace(/\/+$/, '') ?? '';
  if (text === '') return endpoint;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The message does not repeat the value, because some addresses contain a password.
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new HubError(
      'hub-unreachable',
      `${endpointVariable} is not usable: expected a web address without user name and password, e.g. ${endpoint}. Correct or unset it; a token belongs in ${tokenVariable}.`,
    );
  return text;
}

function tokenOf(
  env: Readonly<Record<string, string | undefined>>,
  pythonHome: string,
): string | undefined {
  const current = env['HF_TOKEN']?.trim() ?? '';
  const older = env['HUGGING_FACE_HUB_TOKEN']?.trim() ?? '';
  const stored = () => readToken(pathFrom(env['HF_TOKEN_PATH']) ?? join(pythonHome, 'token'));
  return current || older || stored() || undefined;
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoCode(error))) return '';
    throw FileError.from(error, file, 'read the token file');
  }
}
