import { setTimeout as sleep } from 'node:timers/promises';
import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { VERSION } from '../version.js';
import { loadPackages, type TracingPackages } from './load-packages.js';
import { readTraceSettings } from './trace-settings.js';

/** How tracing is started. */
export type TracingOptions = {
  /** The name of the service in the spans, unless `OTEL_SERVICE_NAME` names it. */
  readonly service: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Full address of a receiver of OTLP over HTTP; overrides the variables. */
  readonly url?: string | undefined;
  /** Receives why spans could not be sent, at most once a minute. */
  readonly onWarning: (text: string) => void;
};

/** Tracing that runs. */
export type Tracing = {
  /** Sends the spans that have ended, for some seconds at most, and stops. */
  readonly close: () => Promise<void>;
};

/** Stopping waits this long for a receiver that does not answer, in milliseconds. */
const CLOSE_MS = 3000;
/** A receiver that is down fails every few seconds; one warning a minute says as much. */
const WARNING_MS = 60_000;

const OFF: Tracing = { close: () => Promise.resolve() };

/**
 * Sends spans to a receiver of OTLP if the standard variables or `url` ask for it.
 *
 * @throws RangeError if a variable has a value that cannot be used; FileError if the packages of
 *   OpenTelemetry are not installed, with the command that installs them
 */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  const settings = readTraceSettings(options.env, options.url);
  if (!settings) return OFF;
  const packages = await loadPackages(settings.protocol);
  const warn = warnSeldom(options.onWarning);
  const exporter = new packages.OTLPTraceExporter(settings.url === undefined ? {} : settings);
  const provider = new packages.NodeTracerProvider({
    resource: describeService(packages, options.service),
    spanProcessors: [new packages.BatchSpanProcessor(exporter)],
  });
  provider.register();
  return {
    close: async () => {
      const sent = provider.shutdown().catch((error: unknown) => {
        warn(String(error));
      });
      await Promise.race([sent, sleep(CLOSE_MS, undefined, { ref: false })]);
      for (const api of [trace, context, propagation, diag]) api.disable();
    },
  };
}

/**
 * What the spans say about this process. The usual detectors would add the command line, which may hold
 * secrets, and the names of the machine and its user.
 */
function describeService(packages: TracingPackages, service: string) {
  const { resourceFromAttributes, detectResources, envDetector } = packages;
  const named = resourceFromAttributes({ 'service.name': service, 'service.version': VERSION });
  return named.merge(detectResources({ detectors: [envDetector] }));
}

/** Passes on why spans are not sent, with the warnings of the packages, once in a while. */
function warnSeldom(onWarning: (text: string) => void): (text: string) => void {
  let last = -Infinity;
  const log = (text: string) => {
    if (performance.now() - last < WARNING_MS) return;
    last = performance.now();
    onWarning(text);
  };
  const quiet = () => undefined;
  const logger = { error: log, warn: log, info: quiet, debug: quiet, verbose: quiet };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  return log;
}
