import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { errnoCode, FileError, HubError } from '../errors.js';

/** Where models come from and where they are kept; made from the environment by {@link hubSettings}. */
export type HubSettings = {
  /** Address of the hub without a slash at its end, e.g. `https://huggingface.co` or a mirror's. */
  readonly endpoint: string;
  /** Sent to the endpoint's own origin only. */
  readonly token?: string;
  /** Our own cache: models are below its folder `hub`. */
  readonly cacheFolder: string;
  /** Never ask the network. */
  readonly offline: boolean;
  /** Cache of Python's `huggingface_hub`, read when the hub cannot be asked; never written. */
  readonly pythonCacheFolder?: string;
  /** How long a connection may send nothing before it is given up; 30 by default. */
  readonly timeoutSeconds?: number;
};

/** How long a connection may send nothing, unless the settings say otherwise. */
export const TIMEOUT_SECONDS = 30;

const DEFAULT_ENDPOINT = 'https://huggingface.co';
const YES = /^(1|on|yes|true)$/i;

/**
 * The hub settings of an environment, in the words of Python's `huggingface_hub`: `HF_ENDPOINT`,
 * `HF_TOKEN` (or `HUGGING_FACE_HUB_TOKEN`, or the file `HF_TOKEN_PATH`, `$HF_HOME/token`),
 * `HF_HOME`, `HF_HUB_CACHE` (or `HUGGINGFACE_HUB_CACHE`), `XDG_CACHE_HOME`, `HF_HUB_OFFLINE` and
 * `HF_HUB_DOWNLOAD_TIMEOUT` in seconds. Our own cache is `WAV2EMO_CACHE`, else `$HF_HOME/wav2emo`,
 * else `wav2emo` in the user's cache folder. An empty variable counts as unset.
 *
 * @throws {HubError} `hub-unreachable` when `HF_ENDPOINT` is not a web address.
 * @throws {FileError} when a token file exists and cannot be read.
 */
export function hubSettings(env: Readonly<Record<string, string | undefined>>): HubSettings {
  const userCache = path(env['XDG_CACHE_HOME']) ?? join(homedir(), '.cache');
  const home = path(env['HF_HOME']);
  const pythonHome = home ?? join(userCache, 'huggingface');
  const token = tokenOf(env, pythonHome);
  const timeoutSeconds = Number(env['HF_HUB_DOWNLOAD_TIMEOUT']);
  return {
    endpoint: endpointOf(env['HF_ENDPOINT']),
    ...(token === undefined ? {} : { token }),
    cacheFolder: cacheFolderOf(env),
    offline: YES.test(env['HF_HUB_OFFLINE']?.trim() ?? ''),
    pythonCacheFolder:
      path(env['HF_HUB_CACHE']) ?? path(env['HUGGINGFACE_HUB_CACHE']) ?? join(pythonHome, 'hub'),
    ...(timeoutSeconds > 0 ? { timeoutSeconds } : {}),
  };
}

/**
 * Our own cache: `WAV2EMO_CACHE`, else `$HF_HOME/wav2emo`, else `wav2emo` in the user's cache folder.
 * Needs no usable hub: a model in a folder is converted without one.
 */
export function cacheFolderOf(env: Readonly<Record<string, string | undefined>>): string {
  const userCache = path(env['XDG_CACHE_HOME']) ?? join(homedir(), '.cache');
  return path(env['WAV2EMO_CACHE']) ?? join(path(env['HF_HOME']) ?? userCache, 'wav2emo');
}

function path(value: string | undefined): string | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  return resolve(text.startsWith('~/') ? join(homedir(), text.slice(2)) : text);
}

function endpointOf(value: string | undefined): string {
  const text = value?.trim().replace(/\/+$/, '') ?? '';
  if (text === '') return DEFAULT_ENDPOINT;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The value is not repeated: people put passwords into addresses.
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new HubError(
      'hub-unreachable',
      `HF_ENDPOINT is not usable: expected a web address without user name and password, e.g. ${DEFAULT_ENDPOINT}. Correct or unset it; a secret belongs into HF_TOKEN.`,
    );
  return text;
}

function tokenOf(
  env: Readonly<Record<string, string | undefined>>,
  pythonHome: string,
): string | undefined {
  const given = env['HF_TOKEN']?.trim() ?? '';
  const older = env['HUGGING_FACE_HUB_TOKEN']?.trim() ?? '';
  const stored = () => readToken(path(env['HF_TOKEN_PATH']) ?? join(pythonHome, 'token'));
  return given || older || stored() || undefined;
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoCode(error))) return '';
    throw FileError.from(error, file, 'read the token file');
  }
}
