import { once } from 'node:events';
import {
  lanUrl,
  readSettings,
  SERVER_OPTIONS,
  type ServerOption,
  startServer,
} from '../../server/index.js';
import type { CommandContext } from '../command.js';
import type { Io } from '../io.js';
import { lanNotice } from '../lan-notice.js';
import { openBrowser } from '../open-browser.js';
import { toFlag } from '../server-flags.js';

type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** Adds `serve`, which starts the server for the page and the HTTP API. */
export function addServe({ program, io }: CommandContext): void {
  const command = program
    .command('serve')
    .description('serve the page and the HTTP API')
    .option('--open', 'open the page in a browser if there is a desktop');
  for (const option of Object.values<ServerOption>(SERVER_OPTIONS))
    command.addOption(toFlag(option));
  command.action((flags: Flags) => serve(flags, io));
}

async function serve(flags: Flags, io: Io): Promise<void> {
  const { stdout, stderr, env, signal } = io;
  // Commander stores --no-model as the value false of --model.
  const { model, open, ...others } = flags;
  const given = model === false ? { ...others, noModel: true } : { ...others, model };
  const settings = readSettings(given, env);
  const server = await startServer(settings, stderr);
  if (settings.allowAnonymous)
    stderr.write(
      'wav2emo: --allow-anonymous is set: everybody who can reach this address may use the server.\n',
    );
  const address = pageAddress(server.address, settings.token);
  // A journal keeps what is not printed to a terminal, and more people may read it.
  stdout.write(`${stdout.isTTY === true ? address : server.address}\n`);
  // With --allowed-hosts, other machines use a name that only the person knows.
  const reached = settings.allowedHosts.length === 0 ? lanUrl(server.address) : undefined;
  if (reached !== undefined && stderr.isTTY === true)
    stderr.write(lanNotice(pageAddress(reached, settings.token)));
  if (open === true) await openBrowser(address, env);
  const fault = faultOfThisProcess();
  if (signal?.aborted === false) await Promise.race([once(signal, 'abort'), fault.promise]);
  fault.stopListening();
  await server.close();
  if (fault.error !== undefined) throw fault.error;
}

/**
 * Waits for an error that nobody caught. The server then finishes its running work and ends, because
 * nobody knows what state it is in.
 */
function faultOfThisProcess() {
  let listener: (error: Error) => void = () => undefined;
  const fault = {
    error: undefined as Error | undefined,
    promise: new Promise<void>((resolve) => {
      listener = (error) => {
        fault.error ??= error;
        resolve();
      };
      process.on('uncaughtException', listener);
    }),
    stopListening: () => {
      process.off('uncaughtException', listener);
    },
  };
  return fault;
}

/** The address of the page; the token is encoded, because it may contain `+`, `&` or `#`. */
export function pageAddress(address: string, token: string | undefined): string {
  return token === undefined ? address : `${address}/?token=${encodeURIComponent(token)}`;
}
