import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmotionClassifier } from '../../src/classifier/index.js';
import type { Conversation } from '../../src/conversation/index.js';
import { Baseline } from '../../src/inference/index.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { makeWav, voice } from '../support/make-wav.js';
import { fixture, form, startTestServer, type TestServer } from './start-test-server.js';

const EXAMPLES = '../../../examples/audio/';
let folder: string;
let server: TestServer;
let model: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-heads-'));
  bundle = await bundleWithHeads(join(folder, 'with-heads'), { source: 'wav2vec2-mini' });
  server = await startTestServer({ model: bundle });
  model = 'with-heads';
  expect(await server.load(model)).toMatchObject({ state: 'ready', comparesVoices: true });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const example = (name: string) => fixture(`${EXAMPLES}${name}.flac`);
const results = (body: Record<string, unknown>) => body['results'] as Record<string, unknown>[];

/** A form with text fields before its files. */
function withFields(
  fields: Readonly<Record<string, string>>,
  ...files: readonly (readonly [string, Blob])[]
): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const [name, content] of files) body.append('files', content, name);
  return { method: 'POST', body };
}

async function makeBaseline(): Promise<Record<string, unknown>> {
  const files = form(['one.flac', example('neutral-woman')], ['two.flac', example('sad-woman')]);
  const { status, body } = await server.api('/baselines?speaker=Anna', files);
  expect(status).toBe(200);
  return body;
}

describe('a baseline', () => {
  test('is made of recordings, and says whose it is and how much speech it has', async () => {
    const baseline = await makeBaseline();
    expect(baseline).toMatchObject({
      format: 'wav2emo-baseline',
      name: 'Anna',
      recordings: 2,
      model: { name: expect.any(String) as string },
    });
    expect(baseline['seconds']).toBeGreaterThan(1);
  });

  test('has the relative head answer, and changes the result', async () => {
    const baseline = JSON.stringify(await makeBaseline());
    const file = ['a.flac', example('angry-woman')] as const;
    const alone = await server.api('/classify', form(file));
    const compared = await server.api('/classify', withFields({ baseline }, file));
    expect(results(alone.body)[0]).toMatchObject({ comparedWith: { head: 'absolute' } });
    expect(results(compared.body)[0]).toMatchObject({
      comparedWith: { head: 'relative', speaker: 'Anna' },
    });
    expect(results(compared.body)[0]?.['probabilities']).not.toEqual(
      results(alone.body)[0]?.['probabilities'],
    );
  });

  test('that is none is refused in words', async () => {
    for (const baseline of ['{', '{"format":"else"}', '[]'])
      expect(
        await server.api('/classify', withFields({ baseline }, ['a.flac', example('sad-woman')])),
      ).toMatchObject({ status: 422, body: { code: 'baseline-corrupt' } });
    const large = 'x'.repeat(1_100_000);
    expect(
      await server.api(
        '/classify',
        withFields({ baseline: large }, ['a.flac', example('sad-woman')]),
      ),
    ).toMatchObject({ status: 422, body: { code: 'request-invalid' } });
  });

  test('of silence has too little speech', async () => {
    const silent = new Blob([makeWav(3, () => 0)]);
    expect(await server.api('/baselines', form(['silent.wav', silent]))).toMatchObject({
      status: 422,
      body: { code: 'baseline-too-short' },
    });
  });

  test('is nothing for a model without a relative head', async () => {
    await server.load('wav2vec2-mini');
    const own = form(['v.wav', new Blob([makeWav(3, voice)])]);
    expect(await server.api('/baselines?model=wav2vec2-mini', own)).toMatchObject({
      status: 422,
      body: { code: 'baseline-unsupported' },
    });
  });
});

describe('recordings of one speaker', () => {
  test('are compared with each other, and those of nobody are judged alone', async () => {
    const body = new FormData();
    body.append('files', example('happy-woman'), 'alone.flac');
    body.append('speaker', 'Anna');
    body.append('files', example('angry-woman'), 'a.flac');
    body.append('files', example('neutral-woman'), 'b.flac');
    body.append('speaker', '');
    body.append('files', example('sad-woman'), 'none.flac');
    const answer = await server.api('/classify', { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(results(answer.body)).toMatchObject([
      { file: 'alone.flac', comparedWith: { head: 'absolute' } },
      { file: 'a.flac', comparedWith: { head: 'relative', speaker: 'Anna' } },
      { file: 'b.flac', comparedWith: { head: 'relative', speaker: 'Anna' } },
      { file: 'none.flac', comparedWith: { head: 'absolute' } },
    ]);
  });

  test('are compared with all but themselves', async () => {
    const own = await server.api('/baselines', form(['b.flac', example('neutral-woman')]));
    const grouped = withFields(
      { speaker: 'x' },
      ['a.flac', example('angry-woman')],
      ['b.flac', example('neutral-woman')],
    );
    const [first] = results((await server.api('/classify', grouped)).body);
    const baseline = JSON.stringify(own.body);
    const single = withFields({ baseline }, ['a.flac', example('angry-woman')]);
    const [alone] = results((await server.api('/classify', single)).body);
    expect(first?.['probabilities']).toEqual(alone?.['probabilities']);
  });

  test('may fail one by one', async () => {
    const grouped = withFields(
      { speaker: 'x' },
      ['a.flac', example('angry-woman')],
      ['b.txt', new Blob(['no sound'])],
      ['c.flac', example('neutral-woman')],
    );
    const { body } = await server.api('/classify', grouped);
    expect(results(body)).toMatchObject([
      { comparedWith: { head: 'relative' } },
      { error: { code: 'audio-unknown-format' } },
      { comparedWith: { head: 'relative' } },
    ]);
  });
});

describe('saved baselines of a conversation', () => {
  /** Sends a conversation and waits for its end. */
  async function converse(fields: Readonly<Record<string, string>>, query = '') {
    const file = ['call.flac', example('angry-woman')] as const;
    const { status, body } = await server.api(`/conversations${query}`, withFields(fields, file));
    expect(status, JSON.stringify(body)).toBe(202);
    const id = String(body['id']);
    await (await fetch(`${server.address}/api/v1/conversations/${id}/events`)).text();
    return (await server.api(`/conversations/${id}`)).body['conversation'] as Conversation;
  }

  test('name the speakers, and are what they are compared with', async () => {
    const anna = await makeBaseline();
    const alone = await converse({});
    const baselines = JSON.stringify({ 'speaker-1': anna, 'speaker-2': anna });
    const compared = await converse({ baselines });
    expect(alone.speakers).toMatchObject([{ id: 'speaker-1', baselineSeconds: 0 }]);
    expect(alone.speakers[0]?.name).toBeUndefined();
    expect(compared.speakers).toMatchObject([
      { id: 'speaker-1', name: 'Anna', baselineSeconds: anna['seconds'] },
    ]);
    const probabilities = ({ segments }: Conversation) =>
      segments.map((segment) => segment.probabilities);
    expect(probabilities(compared)).not.toEqual(probabilities(alone));
    const classifier = await EmotionClassifier.fromHparams({ source: bundle });
    const expected = await classifier.conversation(
      fileURLToPath(new URL('../../examples/audio/angry-woman.flac', import.meta.url)),
      { baselines: { 'speaker-1': Baseline.fromJSON(anna) } },
    );
    expect(compared).toEqual(JSON.parse(JSON.stringify(expected)));
    await classifier.dispose();
  });

  test('are optional, and an empty field is none', async () => {
    expect((await converse({ baselines: ' ' })).speakers).toMatchObject([{ baselineSeconds: 0 }]);
    expect((await converse({ baselines: '{}' })).speakers).toMatchObject([{ baselineSeconds: 0 }]);
  });

  test('are refused in words before the computation', async () => {
    const anna = await makeBaseline();
    const post = async (baselines: unknown, query = '') => {
      const fields = {
        baselines: typeof baselines === 'string' ? baselines : JSON.stringify(baselines),
      };
      const file = ['call.flac', example('angry-woman')] as const;
      return await server.api(`/conversations${query}`, withFields(fields, file));
    };
    for (const baselines of ['{', '[]', 'null', '"left"', { left: {} }, { left: null }])
      expect(await post(baselines)).toMatchObject({
        status: 422,
        body: { code: 'baseline-corrupt' },
      });
    for (const id of ['Anna', 'speaker-0', 'speaker-', '__proto__', 'left '])
      expect(await post(`{${JSON.stringify(id)}: ${JSON.stringify(anna)}}`)).toMatchObject({
        status: 422,
        body: {
          code: 'baseline-corrupt',
          detail: expect.stringContaining('expected left, right') as string,
        },
      });
    const other = { ...anna, model: { name: 'other', sha256: '0'.repeat(64) } };
    expect(await post({ 'speaker-1': other })).toMatchObject({
      status: 422,
      body: { code: 'baseline-other-model' },
    });
    await server.load('wav2vec2-mini');
    expect(await post({ left: anna }, '?model=wav2vec2-mini')).toMatchObject({
      status: 422,
      body: { code: 'baseline-unsupported' },
    });
    const metrics = await (await fetch(`${server.address}/api/v1/metrics`)).text();
    expect(metrics).toMatch(/^wav2emo_upload_files 0$/m);
  });

  test('are part of the OpenAPI document', async () => {
    const { body } = await server.api('/openapi.json');
    const text = JSON.stringify(
      (body['paths'] as Record<string, unknown>)['/api/v1/conversations'],
    );
    expect(text).toContain('"baselines"');
  });
});
