import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { FileError } from '../errors.js';
import { makeLogger } from './logger.js';
import { makeApp } from './make-app.js';
import type { ServerSettings } from './server-settings.js';
import { startService } from './service/index.js';

/** A server that accepts requests. */
export type RunningServer = {
  /** Its URL, e.g. `http://127.0.0.1:8770`. */
  readonly address: string;
  /** Id of the process that computes, if it runs. */
  readonly enginePid: () => number | undefined;
  /** Refuses new requests, waits for running ones, and cleans up. */
  readonly close: () => Promise<void>;
};

/**
 * Starts a server. With `settings.model` the server loads that model after it starts.
 *
 * @param logs receives the structured log, one JSON object per line
 * @throws FileError if the server cannot listen on the address or cannot make its upload folder
 */
export async function startServer(
  settings: ServerSettings,
  logs: Writable,
): Promise<RunningServer> {
  const logger = makeLogger(settings.logLevel, logs);
  const service = await startService(settings, logger);
  try {
    const app = await makeApp(service, logger);
    await app.listen({ host: settings.host, port: settings.port }).catch(cannotListen(settings));
    if (settings.model !== undefined)
      service.loadDefaultModel().catch((error: unknown) => {
        logger.error({ err: error }, 'the model could not be loaded');
      });
    return {
      address: addressOf(app, settings),
      enginePid: () => service.enginePid,
      close: () => app.close(),
    };
  } catch (error) {
    await service.close();
    throw error;
  }
}

function addressOf(app: FastifyInstance, { host }: ServerSettings): string {
  const { port } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function cannotListen({ host, port }: ServerSettings) {
  return (error: unknown): never => {
    throw new FileError(
      'file-not-writable',
      `Could not listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}. Choose another --port or --host.`,
      { cause: error },
    );
  };
}
