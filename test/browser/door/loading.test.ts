import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../../scripts/browser.js';
import { type DoorPage, openDoorPage } from './door-page.js';

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const CLIPS = pathOf('examples/audio');

let browser: Browser;
let folder: string;
/** A copy of a model that tests damage. */
const damaged = () => join(folder, 'damaged');

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-loading-'));
  await cp(pathOf('models/wav2emo-small'), damaged(), { recursive: true });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function withPage<T>(
  work: (door: DoorPage, inPage: <R>(expression: string) => Promise<R>) => Promise<T>,
  options: Parameters<typeof openDoorPage>[1] = {},
): Promise<T> {
  const door = await openDoorPage(browser, { ...options, folders: { folder, clips: CLIPS } });
  try {
    return await work(door, (expression) => door.page.evaluate(`(async () => ${expression})()`));
  } finally {
    await door.close();
  }
}

/** Loads a model and returns its runtime, or its error as plain data. */
const load = (
  source: string,
  options = '{}',
) => `wav2emo.EmotionClassifier.fromBundle(${source}, ${options}).then(
  async (classifier) => { const { runtime } = classifier; await classifier.dispose(); return JSON.parse(JSON.stringify(runtime)); },
  ({ name, code, message }) => ({ name, code, message }))`;

const filesOf = (requests: readonly string[]) =>
  requests.map((url) => url.split('/').at(-1)).filter((name) => /^(model|heads)/.test(name ?? ''));

describe('the models that the browser keeps', () => {
  test('a model is fetched once, listed and removed', () =>
    withPage(async (door, inPage) => {
      await inPage(load(`'/folder/damaged'`));
      expect(filesOf(door.requests).sort()).toEqual([
        'heads.json',
        'model.json',
        'model.onnx',
        'model.onnx.data',
      ]);
      const address = `${door.address}/folder/damaged/`;
      const bytes = 4_465_436;
      expect(await inPage('wav2emo.keptModels()')).toEqual([
        { address, name: 'wav2emo-small', bytes: expect.closeTo(bytes, -4) as number },
      ]);
      const before = door.requests.length;
      expect(await inPage(load(`'/folder/damaged/'`))).toMatchObject({ device: 'cpu' });
      expect(filesOf(door.requests.slice(before))).toEqual(['model.json']);
      expect(await inPage(`wav2emo.removeModel('/folder/damaged')`)).toBe(true);
      expect(await inPage('wav2emo.keptModels()')).toEqual([]);
      expect(await inPage(`wav2emo.removeModel('/folder/damaged')`)).toBe(false);
    }));

  test('a kept model is loaded without the server, and a kept file that was damaged is fetched again', () =>
    withPage(async (door, inPage) => {
      await inPage(load(`'/folder/damaged'`));
      await inPage(`{
        const cache = await caches.open('wav2emo-models-1');
        await cache.put('/folder/damaged/model.onnx', new Response('something else'));
      }`);
      const before = door.requests.length;
      expect(await inPage(load(`'/folder/damaged'`))).toMatchObject({ device: 'cpu' });
      expect(filesOf(door.requests.slice(before)).sort()).toEqual(['model.json', 'model.onnx']);
      await door.page.route('**/folder/**', (route) => route.abort());
      expect(await inPage(load(`'/folder/damaged'`))).toMatchObject({ device: 'cpu' });
    }));

  test('nothing is kept if the page does not want it', () =>
    withPage(async (_door, inPage) => {
      await inPage(load(`'/folder/damaged'`, '{ cache: false }'));
      expect(await inPage('wav2emo.keptModels()')).toEqual([]);
    }));
});

describe('a bundle that is not what it says', () => {
  test('another content than the checksum states is refused, and not kept', async () => {
    const path = join(damaged(), 'model.onnx.data');
    const bytes = await readFile(path);
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await withPage(async (_door, inPage) => {
      expect(await inPage(load(`'/folder/damaged'`))).toMatchObject({
        ...{ name: 'CheckpointError', code: 'checkpoint-corrupt' },
        message: expect.stringContaining('model.onnx.data has another content') as string,
      });
      expect(await inPage('wav2emo.keptModels()')).toEqual([]);
    });
  });

  test('a file that is longer than stated is not read to its end', async () => {
    await writeFile(join(damaged(), 'model.onnx'), Buffer.alloc(100_000));
    await withPage(async (_door, inPage) => {
      expect(await inPage(load(`'/folder/damaged'`))).toMatchObject({ code: 'file-unreadable' });
    });
  });

  test('missing files, no bundle and a regression model are errors in words', async () => {
    await writeFile(join(folder, 'model.json'), '{ "format": "something else" }');
    await withPage(async (door, inPage) => {
      expect(await inPage(load(`'/nowhere'`))).toEqual({
        ...{ name: 'FileError', code: 'file-not-found' },
        message: `Could not read ${door.address}/nowhere/model.json: there is no such file.`,
      });
      expect(await inPage(load(`'/folder'`))).toMatchObject({ code: 'checkpoint-corrupt' });
      expect(await inPage(load(`[new File(['x'], 'notes.txt')]`))).toMatchObject({
        ...{ name: 'FileError', code: 'file-not-found' },
        message: 'Found notes.txt, expected the files of a bundle, among them model.json.',
      });
    });
  });
});

test('the files of a bundle are a bundle', () =>
  withPage(async (_door, inPage) => {
    const label = await inPage(`{
      const names = ['model.json', 'heads.json', 'model.onnx', 'model.onnx.data'];
      const files = await Promise.all(names.map(async (name) =>
        new File([await (await fetch('/folder/damaged/' + name)).blob()], name)));
      const classifier = await wav2emo.EmotionClassifier.fromBundle(files);
      return (await classifier.classifyFile('/clips/angry-man.flac')).label;
    }`);
    expect(label).toBe('ang');
  }));

test('a page that is not isolated computes with one thread and says why', () =>
  withPage(
    async (_door, inPage) => {
      expect(await inPage(load(`'/folder/damaged'`))).toMatchObject({
        ...{ device: 'cpu', threads: 1, findings: [{ code: 'one-thread' }] },
      });
    },
    { isIsolated: false },
  ));

test('threads that do not start are left for one thread, with a finding', () =>
  withPage(async (door, inPage) => {
    let requests = 0;
    // The worker imports this script, and then each further thread runs it.
    await door.page.context().route('**/ort-wasm-simd-threaded.mjs', async (route) => {
      requests++;
      await (requests === 2 ? route.abort() : route.continue());
    });
    const runtime = await inPage(load(`'/folder/damaged'`, '{ runOpts: { threads: 2 } }'));
    expect(runtime).toMatchObject({ threads: 1, findings: [{ code: 'device-left' }] });
  }));

test('a device that does not exist, impossible threads and a cancelled load are refused', () =>
  withPage(async (door, inPage) => {
    const options = (runOpts: string) => `{ runOpts: ${runOpts} }`;
    expect(await inPage(load(`'/folder/damaged'`, options(`{ device: 'cuda' }`)))).toMatchObject({
      ...{ name: 'TypeError', message: 'Found the device "cuda", expected auto, cpu or webgpu.' },
    });
    expect(await inPage(load(`'/folder/damaged'`, options('{ threads: 0 }')))).toMatchObject({
      ...{ name: 'RangeError' },
    });
    const signal = `{ signal: AbortSignal.abort(new RangeError('no longer wanted')) }`;
    expect(await inPage(load(`'/folder/damaged'`, signal))).toMatchObject({
      ...{ name: 'RangeError', message: 'no longer wanted' },
    });
    expect(door.page.workers()).toEqual([]);
  }));

test('the worker ends with the model', () =>
  withPage(async (door, inPage) => {
    await inPage(
      `{ globalThis.classifier = await wav2emo.EmotionClassifier.fromBundle('/folder/damaged'); }`,
    );
    await inPage('classifier.dispose()');
    await expect.poll(() => door.page.workers().length, { timeout: 30_000 }).toBe(0);
    const later = `classifier.classifyFile('/clips/angry-man.flac').catch(({ name }) => name)`;
    expect(await inPage(later)).toBe('WorkerError');
  }));

/** A graphics card in software; the browser of a system may lack it. */
const SOFTWARE_GPU = [
  ...['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  ...['--enable-features=Vulkan', '--use-vulkan=swiftshader'],
];

test('a graphics card that is missing or computes wrongly is left for the processor', async () => {
  const withGpu = await launchBrowser(SOFTWARE_GPU);
  const door = await openDoorPage(withGpu);
  try {
    const hasGpu = await door.page.evaluate('navigator.gpu?.requestAdapter().then(Boolean)');
    // Whatever the card computes, the results are those of the processor.
    const auto = load(`'/models/wav2emo-small'`, `{ runOpts: { device: 'auto' } }`);
    const runtime: { device: string; findings: { code: string }[] } =
      await door.page.evaluate(auto);
    const codes = runtime.findings.map(({ code }) => code);
    if (runtime.device === 'cpu') expect(codes).toEqual(hasGpu === true ? ['device-left'] : []);
    else expect([hasGpu, codes]).toEqual([true, []]);
  } finally {
    await door.close();
    await withGpu.close();
  }
});
