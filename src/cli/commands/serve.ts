import { once } from 'node:events';
import { Option } from 'commander';
import {
  readSettings,
  SERVER_OPTIONS,
  type ServerOption,
  startServer,
} from '../../server/index.js';
import type { CommandContext } from '../command.js';
import type { Io } from '../io.js';
import { openBrowser } from '../open-browser.js';

type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** Adds `serve`: the page and the HTTP interface. */
export function addServe({ program, io }: CommandContext): void {
  const command = program
    .command('serve')
    .description('serve the page and the HTTP interface')
    .option('--open', 'open the page in a browser, where there is a desktop');
  for (const option of Object.values<ServerOption>(SERVER_OPTIONS))
    command.addOption(toFlag(option));
  command.action((flags: Flags) => serve(flags, io));
}

function toFlag({ flag, argument, help, fallback, variable }: ServerOption): Option {
  const notes = [fallback ? `default: ${fallback}` : '', variable].filter((note) => note !== '');
  const words = argument === undefined ? `--${flag}` : `--${flag} ${argument}`;
  return new Option(words, `${help} (${notes.join('; ')})`);
}

async function serve(flags: Flags, io: Io): Promise<void> {
  const { stdout, stderr, env, signal } = io;
  // Commander writes --no-model as the opposite of --model.
  const { model, open, ...others } = flags;
  const given = model === false ? { ...others, noModel: true } : { ...others, model };
  const settings = readSettings(given, env);
  const server = await startServer(settings, stderr);
  if (settings.allowAnonymous)
    stderr.write('wav2emo: --allow-anonymous: everybody who reaches this address may use it.\n');
  const address =
    settings.token === undefined ? server.address : `${server.address}/?token=${settings.token}`;
  stdout.write(`${address}\n`);
  if (open === true) await openBrowser(address, env);
  if (signal?.aborted === false) await once(signal, 'abort');
  await server.close();
}
