import { z } from 'zod';
import { SERVER_OPTIONS, type ServerOption, type ServerSettings } from './server-settings.js';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * The settings of a server: flags first, then the environment, then the defaults.
 *
 * @param flags texts by the key of the option; `true` for a flag that is set
 * @throws RangeError that names the flag or variable, what was found and what was expected
 */
export function readSettings(
  flags: Readonly<Record<string, string | boolean | undefined>>,
  env: Readonly<Record<string, string | undefined>> = {},
): ServerSettings {
  const entries = Object.entries<ServerOption>(SERVER_OPTIONS)
    .map(([key, option]) => [key, readOption(option, flags[key], env[option.variable])] as const)
    .filter(([, value]) => value !== undefined);
  // The table's own schemas made these values; the compiler cannot follow it through the loop.
  const settings = Object.fromEntries(entries) as ServerSettings;
  checkDoor(settings);
  return settings;
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
  // A secret is not repeated.
  const shown = option.flag === 'token' ? 'the secret' : JSON.stringify(text);
  throw new RangeError(`${name}: found ${shown}. ${z.prettifyError(found.error)}`);
}

function checkDoor({ host, token, allowAnonymous }: ServerSettings): void {
  if (isLoopback(host) || token !== undefined || allowAnonymous) return;
  throw new RangeError(
    `--host ${host} lets other machines in. Give --token with a secret of 16 characters or more, or say --allow-anonymous if everybody may use it.`,
  );
}
