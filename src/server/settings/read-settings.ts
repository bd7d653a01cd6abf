import { z } from 'zod';
import type { ServerOption } from './server-option.js';
import { queueAddressOf, SERVER_OPTIONS, type ServerSettings } from './server-settings.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Whether only this machine can reach a server that listens on this address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * Reads the settings of a server. A flag overrides the environment, which overrides the default.
 *
 * @param flags values by the key of the option; `true` for a flag without an argument
 * @throws RangeError with the name of the flag or variable, what was found and what was expected
 */
export function readSettings(
  flags: Readonly<Record<string, string | boolean | undefined>>,
  env: Readonly<Record<string, string | undefined>> = {},
): ServerSettings {
  // Each value comes from the schema of its option, which the compiler cannot see.
  const settings = readOptions(SERVER_OPTIONS, flags, env) as ServerSettings;
  checkAccess(settings);
  checkCertificate(settings);
  checkObjects(settings);
  checkQueue(settings);
  return settings;
}

/**
 * Reads the values of options. A flag overrides the environment, which overrides the default.
 *
 * @throws as {@link readSettings}
 */
export function readOptions(
  options: Readonly<Record<string, ServerOption>>,
  flags: Readonly<Record<string, string | boolean | undefined>>,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(options)
    .map(([key, option]) => [key, readOption(option, flags[key], env[option.variable])] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function readOption(
  option: ServerOption,
  flag: string | boolean | undefined,
  variable: string | undefined,
): unknown {
  const { fallback = option.argument === undefined ? 'no' : undefined } = option;
  const given = typeof flag === 'boolean' ? (flag ? 'yes' : 'no') : flag;
  const fromVariable = variable === '' && option.argument === undefined ? undefined : variable;
  const text = given ?? fromVariable ?? fallback;
  if (text === undefined) return undefined;
  const found = option.schema.safeParse(text);
  if (found.success) return found.data;
  const name = given === undefined ? option.variable : `--${option.flag}`;
  // An error message must contain neither a token or another secret nor the password of an address.
  const isSecret = /(token|secret)$/.test(option.flag) || text.includes('@');
  const shown = isSecret ? 'the secret' : JSON.stringify(text);
  throw new RangeError(`${name}: found ${shown}. ${z.prettifyError(found.error)}`);
}

function checkAccess({ host, token, userToken, allowAnonymous }: ServerSettings): void {
  if (userToken !== undefined && (token === undefined || token === userToken))
    throw new RangeError(
      '--user-token needs another secret in --token, for those who load models. Give both.',
    );
  if (isLoopback(host) || token !== undefined || allowAnonymous) return;
  throw new RangeError(
    `--host ${host} lets other machines in. Add --token with a secret of at least 16 characters, or --allow-anonymous if everybody may use the server.`,
  );
}

function checkObjects({ objectFolder, objectSecret }: ServerSettings): void {
  if ((objectFolder === undefined) === (objectSecret === undefined)) return;
  throw new RangeError(
    '--object-folder and --object-secret belong together: a folder for recordings, and the secret that signs links to them. Give both.',
  );
}

function checkCertificate({ https, cert, key }: ServerSettings): void {
  if (cert === undefined && key === undefined) return;
  if (cert === undefined || key === undefined)
    throw new RangeError('--cert and --key need each other: found only one of them. Give both.');
  if (!https) throw new RangeError('--cert and --key are for --https. Add --https.');
}

function checkQueue(settings: ServerSettings): void {
  const { store, objectFolder } = settings;
  if (!queueAddressOf(settings) || store !== undefined || objectFolder !== undefined) return;
  throw new RangeError(
    '--queue with an address needs a place where the recordings wait for workers. Add --store file:///shared/folder or s3://bucket/prefix, or --object-folder and --object-secret if the workers fetch them from this server.',
  );
}
