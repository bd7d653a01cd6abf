import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkpointFolder } from '../support/fixtures.js';
import { startHubServer } from '../support/hub-server.js';
import { Client, type GradioClient, handle_file } from './gradio-client.js';
import { form, recording, settled, startTestServer, type TestServer } from './start-test-server.js';

const FILE = fileURLToPath(new URL('../fixtures/audio/high-2.3s.wav', import.meta.url));
type Predicted = [string, { label: string; confidences: { label: string; confidence: number }[] }];
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const post = (path: string, body: unknown) =>
  fetch(`${server.address}/gradio_api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function upload(content = recording()): Promise<string> {
  const answer = await fetch(`${server.address}/gradio_api/upload`, form(['call.wav', content]));
  const [path = ''] = (await answer.json()) as string[];
  return path;
}

describe("Gradio's own client", () => {
  let client: GradioClient;
  beforeAll(async () => {
    client = await Client.connect(server.address);
  });
  afterAll(() => {
    client.close();
  });

  test('lists the functions, those with the old names too', async () => {
    const { named_endpoints } = await client.view_api();
    expect(Object.keys(named_endpoints).sort()).toEqual([
      ...['/fake_emotion_recognition', '/fake_load_model', '/load_model', '/predict'],
    ]);
    expect(named_endpoints['/predict']).toMatchObject({
      parameters: [{ parameter_name: 'audio', component: 'Audio' }],
      returns: [{ component: 'Textbox' }, { component: 'Label' }],
    });
  });

  test.each(['/predict', '/fake_emotion_recognition'])('%s classifies a Blob', async (name) => {
    const { data } = await client.predict(name, [recording()]);
    const [text, { label, confidences }] = data as Predicted;
    expect(text).toContain('wav2vec2-mini');
    expect(['neu', 'ang', 'hap', 'sad']).toContain(label);
    expect(confidences[0]?.label).toBe(label);
    expect(confidences.map(({ confidence }) => confidence)).toEqual(
      confidences.map(({ confidence }) => confidence).sort((a, b) => b - a),
    );
  });

  test('gets the same result for a file by its name', async () => {
    const blob = await client.predict('/predict', [recording()]);
    const file = await client.predict('/predict', { audio: handle_file(FILE) });
    expect(file.data).toEqual(blob.data);
  });

  test.each(['/load_model', '/fake_load_model'])('%s loads a real model', async (name) => {
    const { data } = await client.predict(name, []);
    expect(data).toEqual([expect.stringMatching(/wav2vec2-mini \(\d\.\d MB\)/)]);
    expect(await server.api('/ready')).toMatchObject({ body: { modelsReady: 1 } });
  });

  test('gets the reason why a file is no recording', async () => {
    await expect(client.predict('/predict', [new Blob(['text'])])).rejects.toMatchObject({
      message: expect.stringContaining('The file is not a recording') as string,
    });
  });

  test('gets a result for each of several calls at once', async () => {
    const calls = Array.from({ length: 8 }, () => client.predict('/predict', [recording()]));
    const answers: readonly { readonly data: unknown }[] = await Promise.all(calls);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.data))).size).toBe(1);
  });
});

describe("curl's interface", () => {
  test('classifies in two requests', async () => {
    const data = [{ path: await upload(), meta: { _type: 'gradio.FileData' } }];
    const { event_id } = (await (await post('/call/predict', { data })).json()) as {
      event_id: string;
    };
    const stream = await fetch(`${server.address}/gradio_api/call/predict/${event_id}`);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const [, json = ''] = /^event: complete\ndata: (.*)\n\n$/.exec(await stream.text()) ?? [];
    expect((JSON.parse(json) as Predicted)[1].confidences).toHaveLength(4);
    const again = await fetch(`${server.address}/gradio_api/call/predict/${event_id}`);
    expect(again.status).toBe(404);
  });

  test('sends an error as an event', async () => {
    const data = [{ path: await upload(new Blob(['text'])) }];
    const { event_id } = (await (await post('/call/predict', { data })).json()) as {
      event_id: string;
    };
    const text = await (
      await fetch(`${server.address}/gradio_api/call/predict/${event_id}`)
    ).text();
    expect(text).toMatch(/^event: error\ndata: ".*not a recording.*"\n\n$/);
  });

  test.each(['/run/predict', '/api/predict'])('%s classifies in one request', async (path) => {
    const answer = await post(path, { data: [{ path: await upload() }] });
    expect(await answer.json()).toMatchObject({
      data: [expect.any(String), { label: expect.any(String) as string }],
    });
  });
});

describe('the path of a client that is not opened:', () => {
  test.each([
    '/etc/passwd',
    'file:///etc/passwd',
    '../../etc/passwd',
    'http://127.0.0.1:9/x.wav',
    FILE,
    'uploads/00000000-0000-0000-0000-000000000000',
  ])('%s', async (path) => {
    const answer = await post('/run/predict', { data: [{ path, url: path }] });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'upload-unknown' });
    const file = await fetch(`${server.address}/gradio_api/file=${path}`);
    expect(file.status).toBe(404);
  });

  test('an upload can be downloaded by its name', async () => {
    const path = await upload();
    const file = await fetch(`${server.address}/gradio_api/file=${path}`);
    expect(file.headers.get('content-disposition')).toBe('attachment');
    expect((await file.arrayBuffer()).byteLength).toBe(recording().size);
  });
});

test.each([
  ['/queue/join', { data: [], fn_index: 0 }, 422],
  ['/queue/join', { data: [], fn_index: 99, session_hash: 'x' }, 422],
  ['/call/no_such', { data: [] }, 404],
  ['/run/predict', { data: 'none' }, 422],
  ['/run/predict', { data: [] }, 422],
])('%s with %j is refused with %i', async (path, body, status) => {
  expect((await post(path, body)).status).toBe(status);
});

test('with --no-model no model is loaded by itself', async () => {
  const bare = await startTestServer({ noModel: true });
  const client = await Client.connect(bare.address);
  try {
    await expect(client.predict('/predict', [recording()])).rejects.toMatchObject({
      message: expect.stringContaining('No model is loaded') as string,
    });
    await client.predict('/load_model', []);
    const { data } = await client.predict('/predict', [recording()]);
    expect((data as Predicted)[1].confidences).toHaveLength(4);
  } finally {
    client.close();
    await bare.close();
  }
});

test('the stream of a call contains its rank, its start and the progress of loading its model', async () => {
  const repository = 'somebody/emotion';
  const folder = checkpointFolder('speechbrain-wav2vec2');
  const hub = await startHubServer({ folder, repository });
  const cache = await mkdtemp(join(tmpdir(), 'wav2emo-gradio-'));
  vi.stubEnv('WAV2EMO_CACHE', cache);
  const other = await startTestServer({ model: repository });
  try {
    // The hub cannot be reached when the server starts; the call is the second attempt.
    expect((await settled(other.api, repository)).state).toBe('failed');
    vi.stubEnv('HF_ENDPOINT', hub.endpoint);
    await fetch(`${other.address}/gradio_api/queue/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: [], fn_index: 0, session_hash: 'one' }),
    });
    const stream = await fetch(`${other.address}/gradio_api/queue/data?session_hash=one`);
    const messages = (await stream.text())
      .split('\n\n')
      .filter((block) => block !== '')
      .map((block) => JSON.parse(block.slice('data: '.length)) as Record<string, unknown>);
    expect(messages.slice(0, 2)).toMatchObject([
      { msg: 'estimation', rank: 0 },
      { msg: 'process_starts' },
    ]);
    const steps = messages.flatMap(({ progress_data }) => progress_data ?? []);
    expect(steps).toContainEqual(expect.objectContaining({ desc: 'downloading', unit: 'bytes' }));
    expect(steps).toContainEqual(expect.objectContaining({ desc: 'converting', progress: 1 }));
    expect(messages.slice(-2)).toMatchObject([
      { msg: 'process_completed', success: true },
      { msg: 'close_stream' },
    ]);
  } finally {
    vi.unstubAllEnvs();
    await other.close();
    await hub.close();
    await rm(cache, { recursive: true, force: true });
  }
});

test('an open heartbeat does not keep the server from stopping', async () => {
  const other = await startTestServer();
  const beat = await fetch(`${other.address}/gradio_api/heartbeat/session`);
  const reader = beat.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value as Uint8Array)).toBe('data: ALIVE\n\n');
  await other.close();
  expect((await reader?.read())?.done).toBe(true);
});
