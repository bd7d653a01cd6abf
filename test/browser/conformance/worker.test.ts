import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../../scripts/browser.js';
import { readBundle, toModelInfo } from '../../../src/bundles/index.js';
import { makeBaseline, type ResultParts } from '../../../src/inference/index.js';
import { prepareBundle } from '../../../src/node/index.js';
import { nodeWorker } from '../../../src/workers/node-worker.js';
import type { WorkerInput } from '../../../src/workers/index.js';
import { checkpointFolder } from '../../support/fixtures.js';
import { bundleWithHeads } from '../../support/heads-bundle.js';
import { makeWav, voice } from '../../support/make-wav.js';
import { microphone, samplesOf } from '../../support/microphone.js';
import { closely } from '../support/closely.js';
import { type BuiltPage, openBuiltPage } from '../support/conformance-page.js';
import { plainResult } from './plain-result.js';
import type { PageInput, WorkerPage } from './worker-page.js';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const AUDIO = pathOf('../../fixtures/audio/formats');

/** As in `test/workers/conformance.test.ts`. */
const RECORDINGS = [
  'pcm_s16le.8000.1.wav',
  'pcm_f64le.8000.1.wav',
  'flac.16000.2.flac',
  'vbr.22050.2.mp3',
  'vorbis.44100.2.ogg',
  'opus.48000.1.webm',
];
const MODELS = ['classifier', 'regressor'];

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Conformance</title>
<link rel="icon" href="data:,"><script type="module" src="/page/page.js"></script></html>`;

let browser: Browser;
let built: BuiltPage;
let folder: string;
/** The folder of a model with two heads. */
let compared: string;
const reference = nodeWorker();

beforeAll(async () => {
  browser = await launchBrowser();
  const classifier = pathOf('../../../models/wav2vec2-mini');
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-browser-heads-'));
  compared = await bundleWithHeads(join(folder, 'bundle'));
  const { folder: regressor } = await prepareBundle({ source: checkpointFolder('audeering') });
  built = await openBuiltPage(browser, {
    programs: {
      page: pathOf('worker-page.ts'),
      worker: pathOf('../../../src/browser/worker-main.ts'),
    },
    html: HTML,
    folders: {
      audio: AUDIO,
      classifier,
      regressor,
      compared,
      packages: pathOf('../../../node_modules'),
    },
  });
  for (const [model, folder] of Object.entries({ classifier, regressor, compared })) {
    await reference.open(model, { folder });
    await call('open', model, `${built.address}/${model}`);
  }
});
afterAll(async () => {
  await built.close();
  await browser.close();
  await reference.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Calls a function of the page. Its error arrives as text; `errorOf` returns the class and code. */
function call<Name extends keyof WorkerPage>(
  name: Name,
  ...parameters: Parameters<WorkerPage[Name]>
): ReturnType<WorkerPage[Name]> {
  const text = parameters.map((parameter) => JSON.stringify(parameter ?? {})).join();
  return built.page.evaluate(`page.${name}(${text})`) as ReturnType<WorkerPage[Name]>;
}

async function expectSame(
  model: string,
  page: PageInput,
  node: () => WorkerInput,
  parts?: ResultParts,
) {
  const found = await call('classify', model, page, parts);
  const expected = plainResult(await reference.classify(model, node(), parts));
  expect(found.exact).toEqual(expected.exact);
  expect(found.outputs).toEqual(closely(expected.outputs));
  return found;
}

const CASES = MODELS.flatMap((model) => RECORDINGS.map((name) => [model, name] as const));

test.each(CASES)(
  '%s: %s has the result of Node, by its address and as a file',
  async (model, name) => {
    const address = `${built.address}/audio/${name}`;
    const blob = await openAsBlob(join(AUDIO, name));
    const found = await expectSame(model, { kind: 'address', address }, () => blob);
    expect(await call('classify', model, { kind: 'file', address })).toEqual(found);
  },
);

test('timeline and peaks of 20 s are those of Node', async () => {
  const parts = { timeline: true, peaks: 100 };
  const file = new Blob([makeWav(20, voice)]);
  const found = await expectSame('classifier', { kind: 'wav', seconds: 20 }, () => file, parts);
  expect(found.outputs.timeline).toHaveLength(19);
  expect(found.outputs.peaks).toHaveLength(200);
  expect(found.seconds).toEqual([20]);
});

test('a voice and a recording that is compared with it have the values of Node', async () => {
  const file = new Blob([makeWav(12, voice)]);
  const node = await reference.embedSpeech('compared', file);
  const model = toModelInfo(await readBundle(compared));
  const baseline = makeBaseline(model, [node], { name: 'Anna' });
  const input: PageInput = { kind: 'wav', seconds: 12 };
  const { parts, ...found } = await call('compare', 'compared', input, baseline.toJSON());
  expect(parts).toEqual(
    closely(node.map(({ seconds, embedding }) => ({ seconds, embedding: [...embedding] }))),
  );
  const options = { baseline, prior: { neutral: 0.97 } };
  const expected = plainResult(await reference.classify('compared', file, options));
  expect(found.exact).toEqual(expected.exact);
  expect(found.exact.comparedWith).toMatchObject({ head: 'relative', speaker: 'Anna' });
  expect(found.outputs).toEqual(closely(expected.outputs));
});

test('a stream of samples has the result of Node', async () => {
  const stream = { seconds: 3, sampleRate: 22_050 };
  const node = () => ({ sampleRate: 22_050, pieces: microphone(samplesOf(3, 22_050)) });
  const found = await expectSame('classifier', { kind: 'stream', ...stream }, node);
  expect(found.exact.durationSeconds).toBe(3);
});

test('errors have the classes, codes and messages of Node', async () => {
  const script = await openAsBlob(join(AUDIO, 'make.js'));
  for (const [page, node] of [
    [{ kind: 'file', address: '/audio/make.js' }, script],
    [{ kind: 'wav', seconds: 0.01 }, new Blob([makeWav(0.01, voice)])],
  ] satisfies [PageInput, Blob][]) {
    const thrown: unknown = await reference
      .classify('classifier', node)
      .catch((error: unknown) => error);
    const { name, code, message } = thrown as { name: string; code: string; message: string };
    expect(name).toBe('AudioError');
    expect(await call('errorOf', 'classifier', page)).toEqual({
      ...{ name, code, message, isOwn: true },
    });
  }
});

test('a missing recording, a missing model and a model that is not open are errors in words', async () => {
  const nowhere = `${built.address}/audio/nowhere.wav`;
  expect(await call('errorOf', 'classifier', { kind: 'address', address: nowhere })).toEqual({
    ...{ name: 'FileError', code: 'file-not-found', isOwn: true },
    message: `Could not read ${nowhere}: there is no such file.`,
  });
  await expect(call('open', 'none', `${built.address}/none`)).rejects.toThrow(
    /FileError: Could not read .*\/none\/model\.json: there is no such file/,
  );
  expect(await call('errorOf', 'none', { kind: 'wav', seconds: 1 })).toMatchObject({
    ...{ name: 'WorkerError', code: 'model-not-open' },
  });
  await expect(call('prepare', 'someone/model')).rejects.toThrow(
    /TypeError: A browser cannot convert someone\/model/,
  );
});

test('a signal stops a recording, and the next one is computed', async () => {
  const long: PageInput = { kind: 'wav', seconds: 150 };
  const { reason, seconds } = await call('abort', 'classifier', long);
  expect(reason).toBe('RangeError: enough');
  expect(seconds).toBeLessThan(150);
  const next = await call('classify', 'classifier', { kind: 'wav', seconds: 1 });
  expect(next.exact.durationSeconds).toBe(1);
});

test('a model finishes what it computes before it is closed', async () => {
  const running: PageInput = { kind: 'wav', seconds: 61 };
  expect(await call('closeEarly', 'classifier', running)).toBe(61);
  expect(await call('errorOf', 'classifier', running)).toMatchObject({ code: 'model-not-open' });
  await call('open', 'classifier', `${built.address}/classifier`);
});

test('everything is loaded from the page itself, nothing is printed as an error, and the worker ends', async () => {
  await call('dispose');
  await expect.poll(() => built.page.workers().length).toBe(0);
  expect([...built.origins]).toEqual([built.address]);
  // The browser itself prints files that are not there, which other tests ask for.
  expect(built.complaints.filter((text) => !text.includes('404'))).toEqual([]);
});
