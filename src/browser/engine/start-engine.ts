import type { RemoteWorker } from '../../workers/web.js';
import { type Assets, assetsFrom } from '../assets.js';
import { canVerify } from '../sources/matches.js';
import type { WebBundle } from '../sources/web-bundle.js';
import { type BrowserWorkerSettings, startBrowserWorker } from '../start-browser-worker.js';
import { type Backend, backendsFor, type BrowserRunOptions, hasThreads } from './backends.js';
import { newWorker } from './new-worker.js';
import { type RuntimeFinding, runtimeFinding } from './runtime-findings.js';
import { selfTest } from './self-test.js';

/** The name under which the worker of an engine has its model. */
export const MODEL = 'model';

/** How a model is computed. */
export type BrowserRuntime = Backend & {
  /** What could be better, and why a faster device is not used. */
  readonly findings: readonly RuntimeFinding[];
};

/** A worker with an open model. */
export type Engine = {
  readonly worker: RemoteWorker;
  readonly runtime: BrowserRuntime;
  /** Ends the worker, even in the middle of a run. */
  readonly end: () => void;
};

/** How {@link startEngine} computes a model. */
export type EngineOptions = {
  readonly runOpts?: BrowserRunOptions;
  /** Address at which this package's folder is served. Default: see {@link assetsFrom}. */
  readonly assets?: string | URL;
  /** Whether the WebAssembly runtime there is packed by gzip. Default: false. */
  readonly isPacked?: boolean;
  /** Whether the speaker encoder is there; without it a channel has one speaker. Default: true. */
  readonly separatesSpeakers?: boolean;
  readonly signal?: AbortSignal | undefined;
};

type Started = Omit<Engine, 'runtime'> & { readonly isTested: boolean };

/**
 * Starts a worker and opens a model in it, on the first device of {@link backendsFor} that passes the
 * self-test.
 *
 * @throws what the last device was left for: DeviceError, CheckpointError, WorkerError; the signal's reason
 */
export async function startEngine(bundle: WebBundle, options: EngineOptions): Promise<Engine> {
  const { runOpts = {}, signal } = options;
  const findings: RuntimeFinding[] = canVerify() ? [] : [runtimeFinding('checksum-missing')];
  if (!hasThreads() && runOpts.device !== 'webgpu') findings.push(runtimeFinding('one-thread'));
  const backends = await backendsFor(bundle.manifest.precision, runOpts);
  for (const [at, backend] of backends.entries()) {
    try {
      const { isTested, ...started } = await start(bundle, backend, options);
      if (!isTested) findings.push(runtimeFinding('self-test-missing'));
      return { ...started, runtime: { ...backend, findings } };
    } catch (error) {
      signal?.throwIfAborted();
      if (at === backends.length - 1) throw error;
      findings.push(runtimeFinding('device-left', error));
    }
  }
  throw new TypeError('There is no device to compute with.');
}

async function start(
  bundle: WebBundle,
  { device, threads }: Backend,
  options: EngineOptions,
): Promise<Started> {
  const { signal } = options;
  signal?.throwIfAborted();
  const assets = assetsFrom(options.assets);
  const port = newWorker(assets.workers[device]);
  const worker = startBrowserWorker(port, settingsFor(device, assets, options));
  const end = () => {
    port.terminate();
  };
  signal?.addEventListener('abort', end, { once: true });
  try {
    const opening = open(worker, bundle, { device, threads });
    const isTested = await untilAborted(opening, signal);
    return { worker, isTested, end };
  } catch (error) {
    end();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

function settingsFor(
  device: Backend['device'],
  { runtimes, decoders, detector, speakerEncoder }: Assets,
  { isPacked = false, separatesSpeakers = true }: EngineOptions,
): BrowserWorkerSettings {
  return {
    runtime: { ...runtimes[device], isPacked },
    ...{ decoders, detector },
    ...(separatesSpeakers && { speakerEncoder }),
  };
}

async function open(worker: RemoteWorker, bundle: WebBundle, runOpts: Backend): Promise<boolean> {
  await worker.open(MODEL, { folder: '', files: bundle.files, runOpts });
  return await selfTest(worker, MODEL, bundle);
}

/** A worker that was ended settles nothing. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
