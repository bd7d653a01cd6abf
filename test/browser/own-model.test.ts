import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { EmotionClassifier } from '../../src/index.js';
import { dropFolder } from './support/drop-folder.js';
import { findFaults } from './support/find-faults.js';
import { type Program, startProgram } from './support/program.js';
import { chooseFiles, recognise, SIZES, visit } from './support/visit.js';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const CLIP = pathOf('examples/audio/angry-man.flac');
const TOLERANCE = 1e-4;

let browser: Browser;
let program: Program;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wav2emo-own-'));
  for (const name of ['speechbrain-wav2vec2', 'wav2vec2-base'])
    cpSync(pathOf(`test/fixtures/checkpoints/${name}`), join(folder, name), { recursive: true });
  cpSync(pathOf('models/wav2emo-small'), join(folder, 'a bundle'), { recursive: true });
  cpSync(join(folder, 'wav2vec2-base'), join(folder, 'damaged'), { recursive: true });
  const weights = join(folder, 'damaged', 'model.safetensors');
  writeFileSync(weights, readFileSync(weights).subarray(0, 20_000));
  cpSync(pathOf('examples/audio'), join(folder, 'recordings'), { recursive: true });
  [browser, program] = await Promise.all([
    launchBrowser(),
    startProgram([], { WAV2EMO_DEFAULT_MODEL: 'wav2emo-small' }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function visitOnDevice(options: BrowserContextOptions = {}) {
  const opened = await visit(browser, program.address, options);
  await switchOn(opened.page);
  const requests: Request[] = [];
  opened.page.context().on('request', (request) => requests.push(request));
  return { ...opened, requests };
}

async function switchOn(page: Page): Promise<void> {
  await page.getByRole('switch', { name: /^(On this device|在本机计算)$/ }).focus();
  await page.keyboard.press('Space');
  await page.locator('[data-testid=backend][data-kind=device]').waitFor();
}

const status = (page: Page, state: string) =>
  page.locator(`[data-testid=model-status][data-state=${state}]`);

/** Requests that are more than fetching a file. */
const sending = (requests: readonly Request[]) =>
  requests
    .filter((request) => request.method() !== 'GET' || request.postDataBuffer() !== null)
    .map((request) => `${request.method()} ${request.url()}`);

type Exported = {
  readonly results: readonly { readonly probabilities: Record<string, number> }[];
};

async function probabilities(page: Page): Promise<Record<string, number>> {
  await chooseFiles(page, [CLIP, CLIP]);
  await recognise(page);
  await page.getByText('2 of 2 done').waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('queue-panel').getByRole('button', { name: 'Export JSON' }).click(),
  ]);
  const { results } = JSON.parse(readFileSync(await file.path(), 'utf8')) as Exported;
  return results[0]?.probabilities ?? {};
}

describe('a folder that is dropped with the switch on', () => {
  test.each(['speechbrain-wav2vec2', 'wav2vec2-base'])(
    '%s is converted here and has the results of Node, and nothing is sent',
    async (name) => {
      const { page, requests, complaints, close } = await visitOnDevice();
      await dropFolder(page, join(folder, name));
      await status(page, 'ready').getByText(name).waitFor();
      const found = await probabilities(page);
      await using classifier = await EmotionClassifier.fromHparams({
        source: pathOf(`test/fixtures/checkpoints/${name}`),
      });
      const expected = await classifier.classifyFile(CLIP);
      for (const [place, { id }] of expected.labels.entries())
        expect(
          Math.abs((found[id] ?? NaN) - (expected.probabilities[place] ?? 0)),
          id,
        ).toBeLessThan(TOLERANCE);
      expect(sending(requests)).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test('is a model of the list at the next visit, and is not converted again', async () => {
    const { page, requests, close } = await visitOnDevice();
    await dropFolder(page, join(folder, 'wav2vec2-base'));
    await status(page, 'ready').waitFor();
    await page.reload();
    await page.getByRole('combobox', { name: 'Choose a model' }).click();
    requests.length = 0;
    await page.getByRole('option', { name: 'wav2vec2-base · local folder' }).click();
    await page.getByRole('button', { name: 'Load model' }).click();
    await status(page, 'ready').getByText('wav2vec2-base').waitFor();
    const names = requests.map((request) => request.url().split('/').at(-1));
    expect(names).toContain('worker.js');
    expect(names).not.toContain('converter.js');
    await page.getByRole('button', { name: 'Unload' }).click();
    await page.getByRole('button', { name: 'Delete the kept models' }).click();
    await page.getByRole('combobox', { name: 'Choose a model' }).click();
    await expect.poll(() => page.getByRole('option', { name: /local folder/ }).count()).toBe(0);
    await close();
  });

  test('may be a bundle, which is used as it is', async () => {
    const { page, requests, close } = await visitOnDevice();
    await dropFolder(page, join(folder, 'a bundle'));
    await status(page, 'ready').getByText('a bundle').waitFor();
    expect(requests.some((request) => request.url().endsWith('converter.js'))).toBe(false);
    await close();
  });

  test('is refused with the reason if it is damaged, and the page goes on', async () => {
    const { page, complaints, close } = await visitOnDevice();
    await dropFolder(page, join(folder, 'damaged'));
    await status(page, 'failed').getByText('The model’s files are damaged.').waitFor();
    await status(page, 'failed').getByText('model.safetensors').waitFor();
    await dropFolder(page, join(folder, 'wav2vec2-base'));
    await status(page, 'ready').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('of recordings is recognised as before', async () => {
    const { page, close } = await visitOnDevice();
    await dropFolder(page, join(folder, 'recordings'));
    await page.getByTestId('queue-panel').getByText('recordings/angry-man.flac').waitFor();
    await close();
  });
});

test('with the server computing, a dropped model is refused in words and nothing is sent', async () => {
  const { page, close } = await visit(browser, program.address);
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  await dropFolder(page, join(folder, 'wav2vec2-base'));
  await page.getByText('Turn on “On this device” and drop it again').waitFor();
  expect(sending(requests)).toEqual([]);
  await close();
});

test.each([
  { locale: 'zh-CN', colorScheme: 'light', viewport: SIZES.phone, hasTouch: true },
  { locale: 'en-GB', colorScheme: 'dark', viewport: SIZES.desktop },
] as const)('has no serious fault in $locale, $colorScheme', async (options) => {
  const { page, close } = await visitOnDevice(options);
  await dropFolder(page, join(folder, 'damaged'));
  await status(page, 'failed').waitFor();
  await page.waitForTimeout(400);
  const isWide = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  expect([await findFaults(page), isWide]).toEqual([[], false]);
  await close();
});
