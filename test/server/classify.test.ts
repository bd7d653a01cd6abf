import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';
import { fixture, form, recording, startTestServer, type TestServer } from './start-test-server.js';

const folder = fileURLToPath(new URL('../fixtures/audio/formats', import.meta.url));
const formats = readdirSync(folder).filter((name) => !name.endsWith('.js'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ maxUploadMb: '1', maxFiles: '5' });
  expect(await server.load()).toMatchObject({ state: 'ready' });
});

afterAll(() => server.close());

const results = (body: Record<string, unknown>) => body['results'] as Record<string, unknown>[];
const uploads = async () => {
  const text = await (await fetch(`${server.address}/api/v1/metrics`)).text();
  return /^wav2emo_upload_files (\d+)$/m.exec(text)?.[1];
};

describe('a result', () => {
  test('is that of the command line, for a form and for a body', async () => {
    const path = fileURLToPath(new URL('../fixtures/audio/high-2.3s.wav', import.meta.url));
    const line = JSON.parse((await runCli(['classify', '--json', path])).stdout) as object;
    const fromForm = await server.api('/classify', form(['high-2.3s.wav', recording()]));
    const fromBody = await server.api('/classify?name=high-2.3s.wav', {
      method: 'POST',
      body: recording(),
      headers: { 'content-type': 'audio/wav' },
    });
    expect(fromForm.status).toBe(200);
    expect(results(fromForm.body)[0]).toMatchObject({ ...line, file: 'high-2.3s.wav' });
    expect(results(fromForm.body)[0]).toHaveProperty('labels', [
      { id: 'neu', en: 'neutral', zh: '中性' },
      { id: 'ang', en: 'angry', zh: '愤怒' },
      { id: 'hap', en: 'happy', zh: '高兴' },
      { id: 'sad', en: 'sad', zh: '悲伤' },
    ]);
    const untimed = ({ body }: typeof fromForm) => ({ ...results(body)[0], computeSeconds: 0 });
    expect(untimed(fromBody)).toEqual(untimed(fromForm));
  });

  test('stands in the order of the recordings, beside the error of a bad one', async () => {
    const files = form(
      ['a.wav', recording()],
      ['b.txt', new Blob(['no sound'])],
      ['c.wav', recording('mid-1.0s.wav')],
    );
    const { status, body } = await server.api('/classify', files);
    expect(status).toBe(200);
    expect(results(body)).toMatchObject([
      { file: 'a.wav', durationSeconds: 2.3 },
      { file: 'b.txt', error: { code: 'audio-unknown-format', status: 422 } },
      { file: 'c.wav', durationSeconds: 1 },
    ]);
  });

  test('contains the embedding and the peaks only if they are requested', async () => {
    const plain = await server.api('/classify', form(['a.wav', recording()]));
    expect(results(plain.body)[0]).not.toHaveProperty('embedding');
    expect(results(plain.body)[0]).not.toHaveProperty('peaks');
    const full = await server.api(
      '/classify?embedding=true&peaks=50',
      form(['a.wav', recording()]),
    );
    const { embedding, peaks } = results(full.body)[0] as { embedding: number[]; peaks: number[] };
    expect(embedding).toHaveLength(768);
    expect(peaks).toHaveLength(100);
    expect(Math.max(...peaks.map(Math.abs))).toBeGreaterThan(0.5);
    expect(peaks.every((peak, at) => at % 2 === 0 || peak >= (peaks[at - 1] ?? 0))).toBe(true);
  });

  test('contains the timeline of a recording of more than four seconds, but of no shorter one', async () => {
    const long = await server.api(
      '/classify?timeline=true',
      form(['l.wav', new Blob([makeWav(6.5, voice)])]),
    );
    const { timeline } = results(long.body)[0] as { timeline: Record<string, number>[] };
    expect(timeline.map(({ startSeconds }) => startSeconds)).toEqual([0, 0.9, 1.8, 2.7, 3.6, 4.5]);
    expect(timeline.at(-1)).toMatchObject({ endSeconds: 6.5, label: expect.any(String) as string });
    const short = await server.api(
      '/classify?timeline=true',
      form(['s.wav', new Blob([makeWav(4, voice)])]),
    );
    expect(results(short.body)[0]).not.toHaveProperty('timeline');
  });

  // These formats need ffmpeg, which is not installed everywhere.
  const needsFfmpeg = /\.(aac|m4a)$|^adpcm/;

  test.each(formats.filter((name) => !needsFfmpeg.test(name)))('reads %s', async (name) => {
    const { status, body } = await server.api(
      '/classify',
      form([name, fixture(`formats/${name}`)]),
    );
    expect([status, body]).toMatchObject([
      200,
      { results: [{ file: name, model: 'wav2vec2-mini' }] },
    ]);
  });
});

describe('a request is refused', () => {
  test.each([
    ['no sound', new Blob(['This is a text.']), 422, 'audio-unknown-format'],
    ['nothing', new Blob([]), 422, 'audio-empty'],
    ['too short', new Blob([makeWav(0.01, voice)]), 422, 'audio-too-short'],
    ['too large', new Blob([makeWav(40, voice)]), 413, 'upload-too-large'],
  ])('with the code of the library: %s', async (_name, content, status, code) => {
    const answer = await server.api('/classify', form(['x.wav', content]));
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({
      status,
      body: { status, code, type: `urn:wav2emo:problem:${code}` },
    });
    expect(answer.body).toHaveProperty('detail');
    expect(answer.body).toHaveProperty('title');
  });

  test('if its body is too large', async () => {
    const body = new Blob([makeWav(40, voice)]);
    const answer = await server.api('/classify', {
      method: 'POST',
      body,
      headers: { 'content-type': 'audio/wav' },
    });
    expect(answer).toMatchObject({ status: 413, body: { code: 'upload-too-large' } });
  });

  test('if it has more recordings than allowed', async () => {
    const files = Array.from(
      { length: 6 },
      (_, at) => [`${at}.wav`, recording('mid-1.0s.wav')] as const,
    );
    const answer = await server.api('/classify', form(...files));
    expect(answer).toMatchObject({ status: 413, body: { code: 'upload-too-many' } });
  });

  test.each([
    ['if it has no body', { method: 'POST' }],
    ['if its form is empty', form()],
  ])('%s', async (_name, init) => {
    expect(await server.api('/classify', init)).toMatchObject({
      status: 422,
      body: { code: 'upload-missing' },
    });
  });

  test('if its model, its query or its path does not exist', async () => {
    const unknown = await server.api('/classify?model=no/such', form(['a.wav', recording()]));
    expect(unknown).toMatchObject({ status: 404, body: { code: 'model-unknown' } });
    const query = await server.api('/classify?peaks=many', form(['a.wav', recording()]));
    expect(query).toMatchObject({ status: 422, body: { code: 'request-invalid' } });
    expect(await server.api('/nothing')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  test('or answered, but never fails, if the header of a file is damaged', async () => {
    for (const name of formats) {
      const bytes = new Uint8Array(await fixture(`formats/${name}`).arrayBuffer());
      const broken = bytes.slice(0, Math.floor(bytes.length / 2)).fill(0xff, 20, 60);
      const { status } = await server.api('/classify', form([name, new Blob([broken])]));
      expect([200, 413, 422]).toContain(status);
    }
  });
});

describe('the file name of a client', () => {
  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['/etc/shadow', 'shadow'],
    ['C:\\Users\\x\\call.wav', 'call.wav'],
    ['..', '..'],
    ['中文 录音.wav', '中文 录音.wav'],
    ['', 'recording'],
  ])('%j is shown as %j and used for nothing else', async (given, shown) => {
    const { status, body } = await server.api(`/classify?name=${encodeURIComponent(given)}`, {
      method: 'POST',
      body: recording(),
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect([status, results(body)[0]?.['file']]).toEqual([200, shown]);
  });

  test('is not in the log', async () => {
    await server.api('/classify?name=secret-name.wav', form(['secret-name.wav', recording()]));
    expect(server.logs()).toContain('"route":"/api/v1/classify"');
    expect(server.logs()).not.toContain('secret-name');
  });
});

test('every upload is deleted in the end', async () => {
  expect(await uploads()).toBe('0');
});
