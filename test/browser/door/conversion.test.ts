import { readdirSync } from 'node:fs';
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../../scripts/browser.js';
import { EmotionClassifier, openEmotionModel } from '../../../src/index.js';
import { type DoorPage, openDoorPage } from './door-page.js';

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const CHECKPOINTS = pathOf('test/fixtures/checkpoints');
const CLIP = 'angry-man.flac';
const TOLERANCE = 1e-4;

let browser: Browser;
let door: DoorPage;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-conversion-'));
  await cp(CHECKPOINTS, folder, { recursive: true });
  browser = await launchBrowser();
  door = await openDoorPage(browser, {
    folders: { checkpoints: folder, clips: pathOf('examples/audio') },
  });
});
afterAll(async () => {
  await door.close();
  await browser.close();
  await rm(folder, { recursive: true });
});

const inPage = <R>(expression: string): Promise<R> =>
  door.page.evaluate(`(async () => ${expression})()`);

/** The files of a checkpoint, as a page has them that its user gave them to. */
const filesOf = (name: string) => `await Promise.all(${JSON.stringify(
  readdirSync(join(folder, name)),
)}.map(async (file) =>
  new File([await (await fetch('/checkpoints/${name}/' + file)).blob()], file)))`;

/** Opens a checkpoint and computes the clip; an error is returned as plain data. */
const compute = (name: string, options = '') => `{
  const source = ${filesOf(name)};
  const steps = [];
  const onConvert = (...step) => steps.push(step);
  try {
    await using model = await wav2emo.openEmotionModel(source, { name: '${name}', onConvert, ${options} });
    const isRegression = model instanceof wav2emo.EmotionRegressor;
    const result = await (isRegression ? model.predictFile('/clips/${CLIP}') : model.classifyFile('/clips/${CLIP}'));
    const { manifest, runtime } = model;
    return { result: JSON.parse(JSON.stringify(result)), steps, manifest, codes: runtime.findings.map(({ code }) => code) };
  } catch ({ name, code, message }) { return { error: { name, code, message } }; }
}`;

type Values = {
  readonly probabilities?: Record<string, number>;
  readonly dimensions?: Record<string, number>;
};
type Computed = {
  readonly result: Values;
  readonly steps: [number, number][];
  readonly manifest: { name: string; precision: string; reduction?: object; provenance: object };
  readonly codes: string[];
  readonly error?: { name: string; code: string; message: string };
};

const valuesOf = ({ probabilities, dimensions }: Values) => probabilities ?? dimensions ?? {};

describe('a checkpoint that is converted in the browser has the results of Node', () => {
  test.each([
    ...['speechbrain-wav2vec2', 'speechbrain-ecapa', 'wav2vec2-base', 'wav2vec2-large'],
    ...['wavlm-base', 'hubert-large', 'whisper-small', 'audeering', 'wav2vec2-lora'],
    ...['emotion2vec-base', 'sense-voice'],
  ])('%s', async (name) => {
    const { result, error, codes, manifest } = await inPage<Computed>(compute(name));
    expect(error).toBeUndefined();
    await using model = await openEmotionModel({ source: join(CHECKPOINTS, name) });
    const path = pathOf(`examples/audio/${CLIP}`);
    const expected =
      model instanceof EmotionClassifier
        ? await model.classifyFile(path)
        : await model.predictFile(path);
    const values = valuesOf(JSON.parse(JSON.stringify(expected)) as Values);
    expect(Object.keys(valuesOf(result))).toEqual(Object.keys(values));
    for (const [label, value] of Object.entries(values))
      expect(Math.abs((valuesOf(result)[label] ?? NaN) - value), label).toBeLessThan(TOLERANCE);
    expect(manifest.provenance).toEqual(model.manifest.provenance);
    expect(codes).toEqual(['self-test-missing']);
  });
});

describe('a converted model', () => {
  test('is kept: it is not converted again, opens by its address, and can be removed', async () => {
    const first = await inPage<Computed>(compute('hubert-base'));
    expect(first.steps.at(-1)?.[0]).toBe(first.steps.at(-1)?.[1]);
    expect(first.steps.length).toBeGreaterThan(1);
    const again = await inPage<Computed>(compute('hubert-base'));
    expect([again.steps, again.result]).toEqual([[], first.result]);
    const kept = await inPage<{ address: string; name: string }[]>('wav2emo.keptModels()');
    const address = kept.find(({ name }) => name === 'hubert-base')?.address ?? '';
    const before = door.requests.length;
    const label = await inPage<string>(`{
      await using model = await wav2emo.EmotionClassifier.fromBundle('${address}');
      return model.manifest.name;
    }`);
    expect(label).toBe('hubert-base');
    const asked = door.requests.slice(before);
    expect(asked.filter((url) => url.includes('wav2emo-converted'))).toEqual([]);
    expect(await inPage(`wav2emo.removeModel('${address}')`)).toBe(true);
    const gone = `wav2emo.EmotionClassifier.fromBundle('${address}').catch(({ code }) => code)`;
    expect(await inPage(gone)).toBe('file-not-found');
    expect((await inPage<Computed>(compute('hubert-base'))).steps).not.toEqual([]);
  });

  test('is not kept if the page does not want it', async () => {
    const { steps } = await inPage<Computed>(compute('wavlm-large', 'cache: false'));
    expect(steps).not.toEqual([]);
    const kept = await inPage<{ name: string }[]>('wav2emo.keptModels()');
    expect(kept.map(({ name }) => name)).not.toContain('wavlm-large');
  });

  test('in a smaller precision carries the difference that was measured here', async () => {
    const { manifest, error } = await inPage<Computed>(
      compute('wav2vec2-base', `precision: 'int8-weights'`),
    );
    expect(error).toBeUndefined();
    expect(manifest).toMatchObject({
      precision: 'int8-weights',
      reduction: { distance: { recordings: 24 } },
    });
  });

  test('leaves no worker behind', async () => {
    await expect.poll(() => door.page.workers().length, { timeout: 30_000 }).toBe(0);
  });
});

/** What Node says about a folder, with the folder's name as the browser knows it. */
async function refusalOfNode(name: string): Promise<object> {
  const source = join(folder, name);
  const error = await EmotionClassifier.fromHparams({ source }).catch((cause: unknown) => cause);
  if (!(error instanceof Error)) throw new TypeError(`Node opens ${name}`);
  const { code } = error as Error & { code?: string };
  return { name: error.name, code, message: error.message.replaceAll(source, name) };
}

describe('a folder that is damaged, hostile or no model is refused in the words of Node', () => {
  beforeAll(async () => {
    const copy = (from: string, to: string) =>
      cp(join(folder, from), join(folder, to), { recursive: true });
    await copy('speechbrain-ecapa', 'hostile');
    const program = pathOf('test/fixtures/torch/hostile/os-system.pt');
    await copyFile(program, join(folder, 'hostile', 'embedding_model.ckpt'));
    await copy('wav2vec2-base', 'cut');
    const path = join(folder, 'cut', 'model.safetensors');
    await writeFile(path, (await readFile(path)).subarray(0, 20_000));
    await copy('wav2vec2-base', 'headless');
    await rm(join(folder, 'headless', 'config.json'));
    await copy('speechbrain-wav2vec2', 'part');
    await rm(join(folder, 'part', 'model.ckpt'));
    await copy('speechbrain-ecapa', 'outside');
    const settings = join(folder, 'outside', 'hyperparams.yaml');
    const text = await readFile(settings, 'utf8');
    await writeFile(settings, text.replaceAll('classifier.ckpt', '../../etc/passwd'));
  });

  test.each(['hostile', 'cut', 'headless', 'part', 'outside'])('%s', async (name) => {
    const { error } = await inPage<Computed>(compute(name));
    expect(error).toEqual(await refusalOfNode(name));
  });
});

test('a model that is too large for the device is refused before its weights are read', async () => {
  const small = await openDoorPage(browser, { folders: { checkpoints: folder } });
  try {
    // The worker has its own navigator; this is what it is served.
    await small.page.context().route('**/converter.js', async (route) => {
      const response = await route.fetch();
      const limit = `Object.defineProperty(navigator, 'deviceMemory', { value: 1e-5 });`;
      await route.fulfill({ response, body: limit + (await response.text()) });
    });
    const { error } = await small.page.evaluate<Computed>(
      `(async () => ${compute('wav2vec2-base')})()`,
    );
    expect(error).toMatchObject({
      ...{ name: 'CheckpointError', code: 'checkpoint-too-large' },
      message: expect.stringMatching(
        /^The weights of wav2vec2-base take 1 MB; .*\(wav2emo convert/,
      ) as string,
    });
  } finally {
    await small.close();
  }
});

test('a conversion is cancelled by its signal', async () => {
  const found = await inPage<string>(`{
    const source = ${filesOf('wav2vec2-base')};
    const controller = new AbortController();
    const onConvert = () => controller.abort(new RangeError('no longer wanted'));
    const options = { source, cache: false, onConvert, signal: controller.signal };
    return wav2emo.EmotionClassifier.fromHparams(options).catch(({ message }) => message);
  }`);
  expect(found).toBe('no longer wanted');
});

test('the page and its workers complain about nothing', () => {
  expect(door.complaints).toEqual([]);
  expect([...door.origins]).toEqual([door.address]);
});
