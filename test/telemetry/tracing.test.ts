import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { continueTrace, inSpan, startTracing, traceContext } from '../../src/telemetry/index.js';
import { form, recording, startTestServer } from '../server/start-test-server.js';
import { type SentSpan, spanNames, startReceiver } from './otlp-receiver.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CLIENT_SPAN = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE}-${CLIENT_SPAN}-01`;
/** A name that may appear nowhere in what is sent. */
const NAME = 'the-secret-name-of-a-patient.wav';
const NOISE = new Blob(['neither a recording nor anything else']);

let receiver: Awaited<ReturnType<typeof startReceiver>>;

const attribute = (span: SentSpan | undefined, name: string) =>
  Object.values(span?.attributes.find(({ key }) => key === name)?.value ?? {})[0];

describe('a server that traces', () => {
  beforeAll(async () => {
    receiver = await startReceiver();
    vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
    const trace = `${receiver.address}/v1/traces`;
    const server = await startTestServer({ model: 'wav2vec2-mini', trace });
    await server.load();
    const headers = { traceparent: TRACEPARENT };
    await server.api('/classify', { ...form([NAME, recording()]), headers });
    await server.api('/classify', form([NAME, recording()], [`2-${NAME}`, NOISE]));
    await server.close();
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await receiver.close();
  });

  test('makes a request one trace, from its arrival to its answer, in the trace of its client', () => {
    const spans = receiver.spans().filter(({ traceId }) => traceId === TRACE);
    const root = spans.find(({ name }) => name === 'POST /api/v1/classify');
    expect(root).toMatchObject({ kind: 2, parentSpanId: CLIENT_SPAN });
    expect(attribute(root, 'http.response.status_code')).toBe(200);
    const steps = spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
    expect(steps.map(({ name }) => name)).toEqual(['receive', 'wait', 'compute', 'answer']);
    const [receive, , compute] = steps;
    expect(attribute(receive, 'wav2emo.recordings')).toBe(1);
    expect(attribute(compute, 'wav2emo.audio_seconds')).toBeCloseTo(2.3, 1);
  });

  test('sends no file name, no command line and no host name', () => {
    expect(receiver.spans().length).toBeGreaterThan(8);
    expect(receiver.text()).not.toContain('secret-name');
    expect(receiver.text()).not.toMatch(/process\.|host\.|\.wav|\/tmp/);
    // Apart from the method, the route and codes of errors, attributes are numbers.
    const all = receiver.spans().flatMap(({ attributes }) => attributes);
    const texts = all.filter(({ value }) => 'stringValue' in value).map(({ key }) => key);
    expect(new Set(texts)).toEqual(new Set(['http.request.method', 'http.route', 'error.type']));
  });

  test('notes why a recording failed by the code, without the message', () => {
    const failed = receiver.spans().filter(({ status }) => status?.code === 2);
    expect(failed.map(({ name }) => name)).toEqual(['compute']);
    expect(attribute(failed[0], 'error.type')).toBe('audio-unknown-format');
    expect(failed[0]?.status?.message ?? '').toBe('');
    expect(failed[0]?.events ?? []).toEqual([]);
  });

  test('names the service and its version', () => {
    const [name, version] = ['service.name', 'service.version'].map((wanted) =>
      receiver.resources().find(({ key }) => key === wanted),
    );
    expect(name?.value.stringValue).toBe('wav2emo-server');
    expect(version?.value.stringValue).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('tracing', () => {
  const options = { service: 'worker', env: process.env };
  const quiet = () => undefined;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await receiver.close();
  });

  test('is switched on by the standard variables alone, in protobuf by default', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.address);
    vi.stubEnv('OTEL_SERVICE_NAME', 'calls-of-acme');
    const tracing = await startTracing({ ...options, onWarning: quiet });
    await inSpan('compute', () => Promise.resolve());
    await tracing.close();

    const [first] = receiver.bodies;
    expect(first).toMatchObject({ type: 'application/x-protobuf', path: '/v1/traces' });
    expect(first && spanNames(first.body)).toEqual(['compute']);
    expect(receiver.text()).toContain('calls-of-acme');
  });

  test('is off without them: nothing is sent, and no context travels', async () => {
    const tracing = await startTracing({ ...options, onWarning: quiet });
    const context = await inSpan('compute', () => Promise.resolve(traceContext()));
    await tracing.close();

    expect(context).toEqual({});
    expect(receiver.bodies).toEqual([]);
  });

  test('says once that a receiver is down, and does not wait for it at the end', async () => {
    await receiver.close();
    vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '10');
    vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '200');
    const onWarning = vi.fn();
    const url = `${receiver.address}/v1/traces`;
    const tracing = await startTracing({ ...options, url, onWarning });
    await inSpan('compute', () => Promise.resolve());
    await vi.waitUntil(() => onWarning.mock.calls.length > 0, { timeout: 20_000 });
    await inSpan('compute', () => Promise.resolve());
    await tracing.close();

    expect(onWarning).toHaveBeenCalledTimes(1);
  });

  test('continues in a job the trace of the process that queued it', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
    const url = `${receiver.address}/v1/traces`;
    const tracing = await startTracing({ ...options, url, onWarning: quiet });
    const queued = { traceparent: TRACEPARENT };
    const inner = await continueTrace(queued, 'job', () => Promise.resolve(traceContext()));
    await tracing.close();

    expect(inner.traceparent).toContain(TRACE);
    const [job] = receiver.spans();
    expect(job).toMatchObject({ name: 'job', traceId: TRACE, parentSpanId: CLIENT_SPAN });
  });
});
