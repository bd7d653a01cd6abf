import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import { FileError } from '../errors.js';
import { makeLogger } from './logger.js';
import { makeApp } from './make-app.js';
import { Service } from './service.js';
import type { ServerSettings } from './server-settings.js';

/** A server that listens. */
export type RunningServer = {
  /** Where it is, e.g. `http://127.0.0.1:8770`. */
  readonly address: string;
  /** Id of the process that computes, while there is one. */
  readonly enginePid: () => number | undefined;
  /** Takes no more requests, lets what runs finish, and cleans up. */
  readonly close: () => Promise<void>;
};

/**
 * Starts a server.
 *
 * @param logs where the structured logs go
 * @throws FileError where the address cannot be listened on
 */
export async function startServer(
  settings: ServerSettings,
  logs: Writable,
): Promise<RunningServer> {
  const logger = makeLogger(settings.logLevel, logs);
  const service = await Service.start(settings, logger);
  try {
    const app = await makeApp(service, logger);
    await app.listen({ host: settings.host, port: settings.port }).catch(refuse(settings));
    const { model } = settings;
    const preloaded = model === undefined ? undefined : service.models.defaultModel;
    if (preloaded)
      service.models.load(preloaded.id).catch((error: unknown) => {
        logger.error({ err: error }, 'the model could not be loaded');
      });
    const { port } = app.server.address() as AddressInfo;
    const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
    return {
      address: `http://${host}:${port}`,
      enginePid: () => service.enginePid,
      close: () => app.close(),
    };
  } catch (error) {
    await service.close();
    throw error;
  }
}

function refuse({ host, port }: ServerSettings) {
  return (error: unknown): never => {
    throw new FileError(
      'file-not-writable',
      `Could not listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}. Choose another --port or --host.`,
      { cause: error },
    );
  };
}
