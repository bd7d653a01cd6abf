import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SpokenClip, writeSpokenClasses } from '../support/spoken-classes.js';
import { settled, startTestServer, type TestServer } from './start-test-server.js';

const BASE = 'wav2emo-small';

type View = {
  id: string;
  state: string;
  failures: { place: number; file: string; error: { code: string } }[];
  result?: {
    isBetter: boolean;
    heldOut: string;
    clips: number;
    speakers: number;
    labels: { id: string }[];
    gain: Record<'before' | 'after' | 'gain', { value: number; interval: [number, number] }>;
    recalls: number[];
    card: string;
  };
  error?: { code: string; detail: string };
};

let folder: string;
let clips: SpokenClip[];
let server: TestServer;
let better: View;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-adaptations-'));
  clips = await writeSpokenClasses(folder, 3);
  server = await startTestServer({ maxFiles: '10' });
  expect(await server.load(BASE)).toMatchObject({ state: 'ready' });
  better = await adapt(clips);
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function formOf(
  files: readonly SpokenClip[],
  labels: string = JSON.stringify(files.map(({ label, speaker }) => ({ label, speaker }))),
): Promise<RequestInit> {
  const body = new FormData();
  body.append('clips', labels);
  for (const { file } of files)
    body.append('files', new Blob([new Uint8Array(await readFile(join(folder, file)))]), file);
  return { method: 'POST', body };
}

/** Adapts the model to clips, and returns what came of it. */
async function adapt(files: readonly SpokenClip[]): Promise<View> {
  const { status, body } = await server.api(`/adaptations?model=${BASE}`, await formOf(files));
  expect(status).toBe(202);
  const id = String(body['id']);
  const events = await fetch(`${server.address}/api/v1/adaptations/${id}/events`);
  const text = await events.text();
  expect(text).toMatch(/event: (finished|failed)\n/);
  return (await server.api(`/adaptations/${id}`)).body as View;
}

describe('an adaptation that is better', () => {
  test('states the gain with its interval on speakers that were held out, and a card', () => {
    const { state, failures, result } = better;
    expect(state).toBe('finished');
    expect(failures).toEqual([]);
    expect(result).toMatchObject({ isBetter: true, heldOut: 'speakers', clips: 24, speakers: 4 });
    expect(result?.labels.map(({ id }) => id)).toEqual(['agitated', 'calm']);
    const { after, before } = result?.gain ?? {};
    expect(after?.value).toBeGreaterThan(before?.value ?? 1);
    expect(after?.interval[0]).toBeLessThanOrEqual(after?.value ?? 0);
    expect(result?.recalls).toHaveLength(2);
    expect(result?.card).toContain('24 own clips of 4 speakers, cross-validation over speakers');
  });

  test('is the same for the same clips', async () => {
    const again = await adapt(clips);
    expect(again.result).toEqual(better.result);
  });

  test('is downloaded as a zip file of a bundle, whose bytes depend on nothing else', async () => {
    const download = async () => {
      const response = await fetch(
        `${server.address}/api/v1/adaptations/${better.id}/bundle?name=our%20calls`,
      );
      expect(response.headers.get('content-disposition')).toContain('our%20calls.zip');
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.headers.get('content-length')).toBe(String(bytes.length));
      return bytes;
    };
    const bytes = await download();
    const unpacked = Object.entries(unzipSync(bytes));
    const files = new Map(unpacked.map(([name, file]) => [name, Buffer.from(file)]));
    const manifest = JSON.parse(String(files.get('our calls/model.json'))) as {
      name: string;
      files: { path: string; sha256: string }[];
    };
    expect(manifest.name).toBe('our calls');
    for (const { path, sha256 } of manifest.files) {
      const found = files.get(`our calls/${path}`) ?? Buffer.alloc(0);
      expect(createHash('sha256').update(found).digest('hex')).toBe(sha256);
    }
    expect(String(files.get('our calls/README.md'))).toContain('# our calls');
    expect((await download()).equals(bytes)).toBe(true);
  });

  test('is loaded under a name, and answers with the new classes', async () => {
    const load = (name: string) =>
      server.api(`/adaptations/${better.id}/load?name=${encodeURIComponent(name)}`, {
        method: 'POST',
      });
    expect((await load('our-calls')).body).toMatchObject({ id: 'our-calls', origin: 'adapted' });
    const model = await settled(server.api, 'our-calls');
    expect(model.error).toBeUndefined();
    expect(model.state).toBe('ready');
    const { body } = await server.api('/classify?model=our-calls', await formOf(clips.slice(0, 1)));
    const [result] = body['results'] as { label: string }[];
    expect(result?.label).toBe(clips[0]?.label);
    // The same name again replaces it; that of another model does not.
    expect((await load('our-calls')).status).toBe(202);
    expect((await settled(server.api, 'our-calls')).state).toBe('ready');
    expect(await load(BASE)).toMatchObject({ status: 409, body: { code: 'model-exists' } });
    expect((await load('../x')).status).toBe(422);
  });

  test('is gone after it was deleted', async () => {
    const { id } = await adapt(clips);
    const path = `${server.address}/api/v1/adaptations/${id}`;
    expect((await fetch(path, { method: 'DELETE' })).status).toBe(204);
    expect((await server.api(`/adaptations/${id}`)).body).toMatchObject({
      code: 'adaptation-unknown',
    });
  });
});

describe('an adaptation that is not better', () => {
  test('has no model to download or to load', async () => {
    // The labels depend on the speaker and on nothing that one can learn from others.
    const shuffled = clips.map((clip) => ({
      ...clip,
      label: ['Ada', 'Ben'].includes(clip.speaker) ? 'calm' : 'agitated',
    }));
    const { id, result } = await adapt(shuffled);
    expect(result?.isBetter).toBe(false);
    const refusal = { status: 409, body: { code: 'adaptation-not-better' } };
    expect(await server.api(`/adaptations/${id}/bundle`)).toMatchObject(refusal);
    const load = await server.api(`/adaptations/${id}/load?name=x`, { method: 'POST' });
    expect(load).toMatchObject(refusal);
  });

  test('leaves out clips that are no audio, and says which', async () => {
    const table = { file: 'model.txt', label: 'calm', speaker: 'Ada' };
    await writeFile(join(folder, table.file), 'This is not audio.');
    const { failures, result } = await adapt([...clips.slice(0, 12), table]);
    expect(failures).toMatchObject([
      { place: 12, file: 'model.txt', error: { code: 'audio-unknown-format' } },
    ]);
    expect(result?.clips).toBe(12);
  });

  test('says what is missing if a class has no clip that can be used', async () => {
    const { state, error } = await adapt(clips.filter(({ label }) => label === 'calm'));
    expect(state).toBe('failed');
    expect(error).toMatchObject({ code: 'adaptation-impossible' });
    expect(error?.detail).toContain('expected at least two classes');
  });
});

test.each([
  ['no labels', undefined],
  ['text', 'nonsense'],
  ['too few labels', '[{"label":"calm"}]'],
  ['a label without a name', '[{"label":" "},{"label":"calm"}]'],
])('a form with %s is refused, and its files are deleted', async (_, labels) => {
  const request = await formOf(clips.slice(0, 2), labels);
  if (labels === undefined) (request.body as FormData).delete('clips');
  const { status, body } = await server.api(`/adaptations?model=${BASE}`, request);
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'request-invalid' });
  const { body: ready } = await server.api('/ready');
  expect(ready['queued']).toBe(0);
});

test('a form with too many clips is refused', async () => {
  const many = [...clips, ...clips, ...clips].slice(0, 51);
  const { status, body } = await server.api(`/adaptations?model=${BASE}`, await formOf(many));
  expect(status).toBe(413);
  expect(body).toMatchObject({ code: 'upload-too-many' });
});

test('only those who load models adapt them', async () => {
  const [token, userToken] = ['operator-token-0001', 'classifier-token-01'];
  const guarded = await startTestServer({ token, userToken });
  try {
    const request = await formOf(clips.slice(0, 2));
    const headers = { authorization: `Bearer ${userToken}` };
    for (const path of ['', '/00000000-0000-4000-8000-000000000000/bundle']) {
      const init = path === '' ? { ...request, headers } : { headers };
      expect(await guarded.api(`/adaptations${path}`, init)).toMatchObject({
        status: 403,
        body: { code: 'not-permitted' },
      });
    }
  } finally {
    await guarded.close();
  }
});
