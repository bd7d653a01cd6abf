import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { FileError } from '../errors.js';
import { cacheFolderOf } from '../cache-folder.js';
import { lanAddresses, urlHost } from './lan-address.js';
import { makeLogger } from './logger.js';
import { makeApp } from './make-app.js';
import type { ServerSettings } from './settings/index.js';
import { startService } from './service/index.js';
import { startTracing } from '../telemetry/index.js';
import { type KeyPair, readCertificate, selfSignedCertificate } from './tls/index.js';

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
 * @throws FileError if the server cannot listen on the address, cannot make its upload folder, cannot
 *   read or keep its certificate, or traces are wanted and their packages are not installed
 */
export async function startServer(
  settings: ServerSettings,
  logs: Writable,
): Promise<RunningServer> {
  const logger = makeLogger(settings.logLevel, logs);
  const keyPair = settings.https ? await keyPairOf(settings) : undefined;
  const tracing = await startTracing({
    service: 'wav2emo-server',
    env: process.env,
    url: settings.trace,
    onWarning: (text) => {
      logger.warn({ text }, 'traces could not be sent');
    },
  });
  const service = await startService(settings, logger);
  try {
    const app = await makeApp(service, logger, keyPair);
    await app.listen({ host: settings.host, port: settings.port }).catch(cannotListen(settings));
    if (settings.model !== undefined)
      service.keepDefaultModel().catch((error: unknown) => {
        logger.error({ err: error }, 'the model could not be loaded; it is tried again');
      });
    return {
      address: addressOf(app, settings),
      enginePid: () => service.enginePid,
      close: async () => {
        await app.close();
        await tracing.close();
      },
    };
  } catch (error) {
    await service.close();
    await tracing.close();
    throw error;
  }
}

/** The certificate of the settings, else the self-signed one in the cache folder. */
function keyPairOf({ host, cert, key }: ServerSettings): Promise<KeyPair> {
  if (cert !== undefined && key !== undefined) return readCertificate(cert, key);
  const own = ['0.0.0.0', '::'].includes(host) ? [] : [host];
  const names = new Set(['localhost', '127.0.0.1', '::1', ...own, ...lanAddresses()]);
  const file = join(cacheFolderOf(process.env), 'https', 'self-signed.pem');
  return selfSignedCertificate(file, [...names]);
}

function addressOf(app: FastifyInstance, { host, https }: ServerSettings): string {
  const { port } = app.server.address() as AddressInfo;
  return `${https ? 'https' : 'http'}://${urlHost(host)}:${port}`;
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
