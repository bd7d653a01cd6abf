import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { form, recording, startTestServer, type TestServer } from './start-test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.load();
});

afterAll(() => server.close());

const metrics = async () => (await fetch(`${server.address}/api/v1/metrics`)).text();
const figure = (text: string, name: string) =>
  Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} ([\\d.e+-]+)$`, 'm').exec(text)?.[1]);

test('health and readiness', async () => {
  expect(await server.api('/health')).toMatchObject({
    status: 200,
    body: { status: 'ok', version: '0.1.0' },
  });
  expect(await server.api('/ready')).toMatchObject({
    status: 200,
    body: { status: 'ready', queued: 0, capacity: 64, modelsReady: 1 },
  });
});

test('the metrics count classified and refused recordings', async () => {
  const answered = 'wav2emo_recordings_total{outcome="answered",code=""}';
  const before = await metrics();
  await server.api('/classify', form(['a.wav', recording()]));
  await server.api('/classify', form(['a.txt', new Blob(['text'])]));
  const after = await metrics();
  const rise = (name: string) => figure(after, name) - (figure(before, name) || 0);
  expect(rise(answered)).toBe(1);
  expect(rise('wav2emo_recordings_total{outcome="refused",code="audio-unknown-format"}')).toBe(1);
  expect(rise('wav2emo_audio_seconds_total')).toBeCloseTo(2.3, 6);
  expect(rise('wav2emo_compute_seconds_count')).toBe(1);
  expect(figure(after, 'wav2emo_models_open')).toBe(1);
  expect(after).toContain('process_resident_memory_bytes');
});

describe('the OpenAPI document', () => {
  type Operation = { responses: Record<string, unknown>; requestBody?: { content: object } };
  type Document = {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: object };
  };
  let document: Document;
  beforeAll(async () => {
    document = (await server.api('/openapi.json')).body as unknown as Document;
  });

  test('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(await new Validator().validate(structuredClone(document))).toMatchObject({
      valid: true,
    });
  });

  test('contains every route with its responses and problems', () => {
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/adaptations',
      '/api/v1/adaptations/{id}',
      '/api/v1/adaptations/{id}/bundle',
      '/api/v1/adaptations/{id}/events',
      '/api/v1/adaptations/{id}/load',
      '/api/v1/baselines',
      '/api/v1/classify',
      '/api/v1/conversations',
      '/api/v1/conversations/{id}',
      '/api/v1/conversations/{id}/events',
      '/api/v1/conversations/{id}/peaks',
      '/api/v1/health',
      '/api/v1/live',
      '/api/v1/metrics',
      '/api/v1/models',
      '/api/v1/models/events',
      '/api/v1/models/{id}/describe',
      '/api/v1/models/{id}/load',
      '/api/v1/models/{id}/unload',
      '/api/v1/ready',
    ]);
    const classify = document.paths['/api/v1/classify']?.['post'];
    expect(Object.keys(classify?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '409', '413', '422', '503', '504']),
    );
    expect(Object.keys(classify?.requestBody?.content ?? {})).toContain('multipart/form-data');
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Model', 'Problem', 'Result']),
    );
  });

  test('has a page that loads nothing from other hosts', async () => {
    const page = await (await fetch(`${server.address}/docs`)).text();
    expect(page).toContain('swagger-ui');
    expect(page).not.toMatch(/(src|href)="https?:/);
    const script = await (
      await fetch(`${server.address}/docs/static/swagger-initializer.js`)
    ).text();
    expect(script).toMatch(/"?validatorUrl"?:\s*null/);
  });
});

test('browsers may cache the assets of the page for ever, but not the page itself', async () => {
  const page = await fetch(server.address);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const models = await fetch(`${server.address}/api/v1/models`);
  expect(models.headers.get('cache-control')).toBe('no-store');
  const [, script = ''] = /src="\.(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
  const asset = await fetch(server.address + script);
  expect(asset.headers.get('content-type')).toContain('javascript');
  expect(asset.headers.get('cache-control')).toContain('immutable');
});
