import { afterEach, expect, test, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { TRACING_VERSIONS } from '../../src/telemetry/load-packages.js';
import { startTracing } from '../../src/telemetry/index.js';
import { readTraceSettings } from '../../src/telemetry/trace-settings.js';

const URL = 'http://127.0.0.1:4318/v1/traces';

afterEach(() => {
  vi.doUnmock('@opentelemetry/sdk-trace-node');
});

test.each([
  [{}, undefined, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, undefined, undefined],
  [{}, URL, { protocol: 'http/protobuf', url: URL }],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: URL }, undefined, { protocol: 'http/protobuf' }],
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, undefined, { protocol: 'http/protobuf' }],
  [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: URL }, undefined, undefined],
  [{ OTEL_SDK_DISABLED: 'true' }, URL, undefined],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, URL, { protocol: 'http/json', url: URL }],
  [
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' },
    URL,
    { protocol: 'http/json', url: URL },
  ],
])('%j and %s mean %j', (env, url, expected) => {
  expect(readTraceSettings(env, url)).toEqual(expected);
});

test('a protocol or an exporter that cannot be used is named, with those that can', () => {
  expect(() => readTraceSettings({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, URL)).toThrow(
    /found "grpc", expected http\/protobuf or http\/json/,
  );
  expect(() => readTraceSettings({ OTEL_TRACES_EXPORTER: 'zipkin' })).toThrow(
    /found "zipkin", expected otlp or none/,
  );
});

test('without the packages, the error names the command that installs them', async () => {
  vi.doMock('@opentelemetry/sdk-trace-node', () => {
    throw new Error('Cannot find package');
  });
  const tracing = startTracing({ service: 'x', env: {}, url: URL, onWarning: () => undefined });
  await expect(tracing).rejects.toMatchObject({ code: 'file-not-found' });
  await expect(tracing).rejects.toThrow(
    'npm install @opentelemetry/sdk-trace-node@2 @opentelemetry/resources@2 @opentelemetry/exporter-trace-otlp-proto@0.223',
  );
});

test('the command installs the versions that are tested and permitted', () => {
  const { peerDependencies, peerDependenciesMeta, devDependencies } = packageJson;
  const ours = Object.keys(peerDependencies).filter((name) => name.startsWith('@opentelemetry/'));
  expect(Object.keys(TRACING_VERSIONS).sort()).toEqual(ours.sort());
  for (const name of ours) expect(peerDependenciesMeta).toHaveProperty([name], { optional: true });
  const tested: Record<string, string> = devDependencies;
  const permitted: Record<string, string> = peerDependencies;
  for (const [name, version] of Object.entries(TRACING_VERSIONS)) {
    expect(tested[name]).toMatch(new RegExp(`^${version}\\.`));
    expect(permitted[name]).toMatch(new RegExp(`^\\^${version}\\.`));
  }
});
