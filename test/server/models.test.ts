import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkpointFolder } from '../support/fixtures.js';
import { type HubServer, startHubServer } from '../support/hub-server.js';
import {
  form,
  listModels,
  type ModelView,
  recording,
  settled,
  startTestServer,
  type TestServer,
} from './start-test-server.js';

const REPOSITORY = 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP';
const path = (id: string, verb: string) => `/models/${encodeURIComponent(id)}/${verb}`;
const post = { method: 'POST' };

/** Collects the events of the models. */
async function follow(server: TestServer) {
  const aborted = new AbortController();
  const { signal } = aborted;
  const response = await fetch(`${server.address}/api/v1/models/events`, { signal });
  const seen: ModelView[][] = [];
  const read = async () => {
    let text = '';
    for await (const part of response.body ?? []) {
      text += new TextDecoder().decode(part as Uint8Array);
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks.filter((each) => each.startsWith('event: models\n')))
        seen.push((JSON.parse(block.slice(block.indexOf('{'))) as { models: ModelView[] }).models);
    }
  };
  const done = read().catch(() => undefined);
  const states = (id: string) => seen.map((models) => models.find((each) => each.id === id)?.state);
  const end = async () => {
    aborted.abort();
    await done;
  };
  return { type: response.headers.get('content-type'), seen, states, end };
}

describe('the models of a server without a hub', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server.close());

  test('are the embedded and the allowed ones, and none is loaded', async () => {
    const models = await listModels(server.api);
    expect(models).toMatchObject([
      {
        id: 'wav2vec2-mini',
        origin: 'embedded',
        state: 'available',
        isDefault: true,
        isInstalled: true,
      },
      ...['ecapa-mini', 'wav2emo-base', 'wav2emo-open', 'wav2emo-small'].map((id) => ({
        ...{ id, origin: 'embedded', isDefault: false, isInstalled: true },
      })),
      { id: REPOSITORY, origin: 'hub', state: 'available', isDefault: false, isInstalled: false },
    ]);
    expect(models[0]?.manifest?.name).toBe('wav2vec2-mini');
    const refused = await server.api('/classify', form(['a.wav', recording()]));
    expect(refused).toMatchObject({ status: 409, body: { code: 'model-not-loaded' } });
  });

  test('can be loaded, used and unloaded, and events show their state', async () => {
    const events = await follow(server);
    expect(events.type).toContain('text/event-stream');
    const begun = await server.api(path('wav2vec2-mini', 'load'), post);
    expect(begun).toMatchObject({ status: 202, body: { state: 'loading' } });
    expect(await settled(server.api, 'wav2vec2-mini')).toMatchObject({ state: 'ready' });
    const query = `/classify?model=wav2vec2-mini`;
    expect(await server.api(query, form(['a.wav', recording()]))).toMatchObject({ status: 200 });
    const again = await server.api(path('wav2vec2-mini', 'load'), post);
    expect(again).toMatchObject({ status: 202, body: { state: 'ready' } });
    const ended = await server.api(path('wav2vec2-mini', 'unload'), post);
    expect(ended).toMatchObject({ status: 200, body: { state: 'available' } });
    expect(await server.api(query, form(['a.wav', recording()]))).toMatchObject({ status: 409 });
    await events.end();
    const states = events.states('wav2vec2-mini');
    expect(states[0]).toBe('available');
    expect(states).toEqual(expect.arrayContaining(['loading', 'ready']));
    expect(states.at(-1)).toBe('available');
  });

  test('are the only ones that can be loaded, whatever name a client sends', async () => {
    for (const id of ['someone/else', '../models/wav2vec2-mini', '/etc', 'http://127.0.0.1:9/x'])
      for (const verb of ['load', 'unload', 'describe'])
        expect(await server.api(path(id, verb), post)).toMatchObject({
          status: 404,
          body: { code: 'model-unknown' },
        });
  });

  test('fail with a code if the hub cannot be reached', async () => {
    const described = await server.api(path(REPOSITORY, 'describe'), post);
    expect(described).toMatchObject({ status: 502, body: { code: 'hub-unreachable' } });
    expect(await server.load(REPOSITORY)).toMatchObject({
      state: 'failed',
      error: { code: 'hub-unreachable', status: 502 },
    });
  });
});

describe('a model from a hub', () => {
  let hub: HubServer;
  let server: TestServer;
  let cache: string;
  const outside = { ...process.env };
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'wav2emo-models-'));
    const folder = checkpointFolder('speechbrain-wav2vec2');
    hub = await startHubServer({ folder, repository: REPOSITORY });
    process.env['HF_ENDPOINT'] = hub.endpoint;
    process.env['WAV2EMO_CACHE'] = cache;
    server = await startTestServer();
  });
  afterEach(async () => {
    process.env = { ...outside };
    await server.close();
    await hub.close();
    await rm(cache, { recursive: true, force: true });
  });

  test('shows its size and licence before it is downloaded', async () => {
    const { status, body } = await server.api(path(REPOSITORY, 'describe'), post);
    expect([status, body]).toMatchObject([
      200,
      { state: 'available', licence: 'apache-2.0', isInstalled: false, revision: hub.commit() },
    ]);
    expect(body['bytes']).toBeGreaterThan(70_000);
    expect(hub.requests.filter(({ origin }) => origin === 'storage')).toEqual([]);
  });

  test('is downloaded, converted and used; the next server has it without the hub', async () => {
    const events = await follow(server);
    expect(await server.load(REPOSITORY)).toMatchObject({
      state: 'ready',
      licence: 'apache-2.0',
      isInstalled: true,
      manifest: { name: REPOSITORY },
    });
    await events.end();
    expect(events.states(REPOSITORY)).toEqual(
      expect.arrayContaining(['loading', 'downloading', 'converting', 'ready']),
    );
    const steps = events.seen.flat().filter(({ state }) => state === 'downloading');
    expect(steps.at(-1)?.progress).toMatchObject({ stage: 'downloading' });
    const query = `/classify?model=${encodeURIComponent(REPOSITORY)}`;
    const answer = await server.api(query, form(['a.wav', recording()]));
    expect(answer).toMatchObject({ status: 200, body: { results: [{ model: REPOSITORY }] } });
    await server.close();
    hub.requests.length = 0;
    server = await startTestServer();
    expect(await server.load(REPOSITORY)).toMatchObject({ state: 'ready' });
    expect(hub.requests).toEqual([]);
  });

  test('can be cancelled while it loads, and loaded again', async () => {
    hub.faults.stall = { bytes: 1000, times: 1 };
    await server.api(path(REPOSITORY, 'load'), post);
    while (
      (await listModels(server.api)).find(({ id }) => id === REPOSITORY)?.state !== 'downloading'
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
    const cancelled = await server.api(path(REPOSITORY, 'unload'), post);
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'available' } });
    expect(await server.load(REPOSITORY)).toMatchObject({ state: 'ready' });
  });

  test('fails with the checksum as the reason if its bytes are damaged', async () => {
    hub.faults.wrongBytes = true;
    const model = await server.load(REPOSITORY);
    expect(model).toMatchObject({ state: 'failed', error: { code: 'hub-checksum', status: 502 } });
  });
});

test('a bundle of a hub is loaded only with consent, which also survives an unload', async () => {
  const outside = { ...process.env };
  const cache = await mkdtemp(join(tmpdir(), 'wav2emo-trust-'));
  const folder = fileURLToPath(new URL('../../models/ecapa-mini/', import.meta.url));
  const hub = await startHubServer({ folder, repository: REPOSITORY });
  process.env['HF_ENDPOINT'] = hub.endpoint;
  process.env['WAV2EMO_CACHE'] = cache;
  const server = await startTestServer();
  try {
    const refused = { state: 'failed', error: { code: 'checkpoint-untrusted', status: 422 } };
    expect(await server.load(REPOSITORY)).toMatchObject(refused);
    expect(await server.load(REPOSITORY)).toMatchObject(refused);
    const consent = `${path(REPOSITORY, 'load')}?trustBundle=true`;
    expect(await server.api(consent, post)).toMatchObject({ status: 202 });
    expect(await settled(server.api, REPOSITORY)).toMatchObject({ state: 'ready' });
    await server.api(path(REPOSITORY, 'unload'), post);
    expect(await server.load(REPOSITORY)).toMatchObject({ state: 'ready' });
  } finally {
    process.env = outside;
    await server.close();
    await hub.close();
    await rm(cache, { recursive: true, force: true });
  }
});

describe('the model of --model', () => {
  test('may be a folder: it is loaded, is the default, and clients do not see its path', async () => {
    const folder = checkpointFolder('audeering');
    const server = await startTestServer({ model: folder });
    try {
      const model = await settled(server.api, 'audeering');
      expect(model).toMatchObject({ origin: 'folder', state: 'ready', isDefault: true });
      const answer = await server.api('/classify?timeline=true', form(['a.wav', recording()]));
      expect(answer.body).toMatchObject({
        results: [{ model: 'audeering', dimensions: { arousal: expect.any(Number) as number } }],
      });
      expect(JSON.stringify(await listModels(server.api))).not.toContain(folder);
    } finally {
      await server.close();
    }
  });

  test('may measure dimensions beside its classes', async () => {
    const server = await startTestServer({ model: checkpointFolder('vox-profile-wavlm') });
    try {
      await settled(server.api, 'vox-profile-wavlm');
      const answer = await server.api('/classify?timeline=true', form(['a.wav', recording()]));
      const dimensionLabels = [{ id: 'arousal' }, { id: 'valence' }, { id: 'dominance' }];
      const dimensions = { dominance: expect.any(Number) as number };
      expect(answer.body).toMatchObject({
        results: [{ label: expect.any(String) as string, dimensions, dimensionLabels }],
      });
    } finally {
      await server.close();
    }
  });

  test('fails with a reason if it is damaged, and the server goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wav2emo-broken-'));
    await writeFile(join(folder, 'model.json'), '{"format": "something else"}');
    await writeFile(join(folder, 'model.onnx'), 'no graph');
    const server = await startTestServer({ model: folder });
    try {
      const [model] = (await listModels(server.api)).filter(({ origin }) => origin === 'folder');
      const found = await settled(server.api, model?.id ?? '');
      expect(found).toMatchObject({ state: 'failed', error: { code: 'checkpoint-corrupt' } });
      expect(found.error?.detail).not.toContain(folder);
      expect(await server.load('wav2vec2-mini')).toMatchObject({ state: 'ready' });
    } finally {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
