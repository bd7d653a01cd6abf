import type * as Exporter from '@opentelemetry/exporter-trace-otlp-proto';
import type * as Resources from '@opentelemetry/resources';
import type * as Sdk from '@opentelemetry/sdk-trace-node';
import { FileError } from '../errors.js';
import type { TraceProtocol } from './trace-settings.js';

/** What sends spans as protobuf or JSON; the two packages have the same interface. */
const EXPORTERS = {
  'http/protobuf': {
    name: '@opentelemetry/exporter-trace-otlp-proto',
    load: () => import('@opentelemetry/exporter-trace-otlp-proto'),
  },
  'http/json': {
    name: '@opentelemetry/exporter-trace-otlp-http',
    load: () => import('@opentelemetry/exporter-trace-otlp-http'),
  },
} as const;

/**
 * The versions to install. Those of the next major version need Node 22.
 * `test/telemetry` compares them with `package.json`.
 */
export const TRACING_VERSIONS: Readonly<Record<string, string>> = {
  '@opentelemetry/sdk-trace-node': '2',
  '@opentelemetry/resources': '2',
  '@opentelemetry/exporter-trace-otlp-proto': '0.223',
  '@opentelemetry/exporter-trace-otlp-http': '0.223',
};

/** What tracing uses of the packages. */
export type TracingPackages = Pick<typeof Sdk, 'NodeTracerProvider' | 'BatchSpanProcessor'> &
  Pick<typeof Resources, 'resourceFromAttributes' | 'detectResources' | 'envDetector'> &
  Pick<typeof Exporter, 'OTLPTraceExporter'>;

/**
 * Loads the packages of OpenTelemetry, which wav2emo does not install: most servers send no spans.
 *
 * @throws FileError if they are not installed
 */
export async function loadPackages(protocol: TraceProtocol): Promise<TracingPackages> {
  try {
    return await importAll(protocol);
  } catch (error) {
    const names = ['@opentelemetry/sdk-trace-node', '@opentelemetry/resources'];
    const wanted = [...names, EXPORTERS[protocol].name];
    const list = wanted.map((name) => `${name}@${TRACING_VERSIONS[name] ?? 'latest'}`).join(' ');
    throw new FileError(
      'file-not-found',
      `Traces are asked for by --trace or a variable OTEL_*, and their packages cannot be loaded. Install them where wav2emo is installed: npm install ${list}. Or set OTEL_SDK_DISABLED=true.`,
      { cause: error },
    );
  }
}

async function importAll(protocol: TraceProtocol): Promise<TracingPackages> {
  const [sdk, resources, exporter] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/resources'),
    EXPORTERS[protocol].load(),
  ]);
  const { NodeTracerProvider, BatchSpanProcessor } = sdk;
  const { resourceFromAttributes, detectResources, envDetector } = resources;
  const { OTLPTraceExporter } = exporter;
  return {
    ...{ NodeTracerProvider, BatchSpanProcessor, OTLPTraceExporter },
    ...{ resourceFromAttributes, detectResources, envDetector },
  };
}
