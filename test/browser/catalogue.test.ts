import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { checkpointFolder } from '../support/fixtures.js';
import { type HubServer, startHubServer } from '../support/hub-server.js';
import { findFaults } from './support/find-faults.js';
import { scrollsSideways } from './support/looks.js';
import { type Program, startProgram } from './support/program.js';
import { SIZES, visit } from './support/visit.js';

const REPOSITORY = 'speechbrain/emotion-recognition-wav2vec2-IEMOCAP';

let browser: Browser;
let hub: HubServer;
let program: Program;
let cache: string;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'wav2emo-catalogue-'));
  const folder = checkpointFolder('speechbrain-wav2vec2');
  [browser, hub] = await Promise.all([
    launchBrowser(),
    startHubServer({ folder, repository: REPOSITORY, licence: 'apache-2.0' }),
  ]);
  program = await startProgram([], { HF_ENDPOINT: hub.endpoint, WAV2EMO_CACHE: cache });
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  await hub.close();
  await rm(cache, { recursive: true, force: true });
});

async function openCatalogue(options: BrowserContextOptions = {}) {
  const visited = await visit(browser, program.address, options);
  // On a phone a ready model is one line.
  const change = visited.page.getByRole('button', { name: /^(Change model|更换模型)$/ });
  if (await change.isVisible()) await change.click();
  const button = visited.page.getByRole('button', { name: /^(Find another model|查找其他模型)$/ });
  await button.focus();
  await visited.page.keyboard.press('Enter');
  await visited.page.getByTestId('found').waitFor();
  return visited;
}

const shown = (page: Page) =>
  page.evaluate<string[]>(
    '[...document.querySelectorAll("[data-testid=offer]")].map((row) => row.dataset.model)',
  );

/** What of the dialog is beyond the screen's left or right edge, or cut off inside its own box. */
const SPILLED = `[...document.querySelectorAll('[role=dialog], [role=dialog] *')]
  .filter((each) => {
    const { left, right, width } = each.getBoundingClientRect();
    const isCut = getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1;
    return width > 0 && (left < -0.5 || right > innerWidth + 0.5 || isCut);
  })
  .map((each) => each.outerHTML.slice(0, 120))`;

describe('the catalogue', () => {
  test('is searched and filtered by the keyboard, and closed without a change', async () => {
    const { page, complaints, close } = await openCatalogue();
    const all = await shown(page);
    expect(all).toContain('wav2emo-base');
    await page.keyboard.type('odyssey valence');
    await expect
      .poll(() => shown(page))
      .toEqual([
        '3loi/SER-Odyssey-Baseline-WavLM-Multi-Attributes',
        '3loi/SER-Odyssey-Baseline-WavLM-Valence',
      ]);
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.getByLabel('Trained on').selectOption({ label: 'Chinese' });
    await expect
      .poll(() => shown(page))
      .toEqual(['xmj2002/hubert-base-ch-speech-emotion-recognition']);
    await page.getByLabel('Licence').selectOption('cc-by-4.0');
    await page.getByText('No model fits').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('catalogue').waitFor({ state: 'hidden' });
    expect(await page.getByTestId('model-status').getAttribute('data-state')).toBe('available');
    expect(complaints).toEqual([]);
    await close();
  });

  test('recommends models with the figure and its protocol, and says what is not offered', async () => {
    const { page, close } = await openCatalogue();
    await page.getByRole('button', { name: 'Best on unknown voices' }).click();
    await expect
      .poll(() => shown(page))
      .toEqual(['wav2emo-base', 'modelscope:iic/emotion2vec_plus_base']);
    const [own, other] = await page.getByTestId('offer').allTextContents();
    expect(own).toMatch(/Measured here: on average 68\.3% .* 4 collections/);
    expect(other).toMatch(/Accuracy 68\.5%: oruk-bench .*chance 14\.3 %/);
    expect(other).toContain('not offered by this server');
    expect(await page.getByTestId('withheld').textContent()).toContain('--hub-models known');
    await page.getByRole('button', { name: 'Arousal and valence' }).click();
    await expect
      .poll(() => shown(page))
      .toEqual(['audeering/wav2vec2-large-robust-12-ft-emotion-msp-dim']);
    await close();
  });

  test('loads a model that is chosen, after the question before a download', async () => {
    const { page, complaints, close } = await openCatalogue();
    await page.getByRole('button', { name: `Choose ${REPOSITORY}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Download this model?' });
    await dialog.getByText('apache-2.0').waitFor();
    expect(hub.requests.filter(({ path }) => path.includes('wav2vec2.ckpt'))).toEqual([]);
    await dialog.getByRole('button', { name: 'Download and load' }).click();
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    expect(await page.getByTestId('model-status').textContent()).toContain(REPOSITORY);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each(['zh-CN', 'en-GB'])(
    'fits the phone in %s, and is used by keyboard there',
    async (locale) => {
      const options = { locale, viewport: SIZES.phone, hasTouch: true };
      const { page, complaints, close } = await openCatalogue(options);
      await page.getByLabel(/^(Show|显示)$/).selectOption('');
      await expect.poll(async () => (await shown(page)).length).toBeGreaterThan(40);
      expect(await page.evaluate<string[]>(SPILLED)).toEqual([]);
      const focused = await page.evaluate<string>('document.activeElement.getAttribute("type")');
      expect(focused).not.toBe('search');
      const choose = page.getByRole('button', { name: /wav2emo-small/ });
      expect((await choose.boundingBox())?.height).toBeGreaterThanOrEqual(40);
      // From the first control of the dialog: close, three recommendations, search.
      await page.getByRole('button', { name: /^(Close|关闭)$/ }).focus();
      for (let at = 0; at < 4; at++) await page.keyboard.press('Tab');
      await page.keyboard.type('wav2emo-small');
      await expect.poll(() => shown(page)).toEqual(['wav2emo-small']);
      // Licence, language, show, the button of the only model.
      for (let at = 0; at < 4; at++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByTestId('catalogue').waitFor({ state: 'hidden' });
      await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
      expect(await page.getByTestId('model-status').textContent()).toContain('wav2emo-small');
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test.each([
    { locale: 'zh-CN', colorScheme: 'light', viewport: SIZES.phone, hasTouch: true },
    { locale: 'en-GB', colorScheme: 'dark', viewport: SIZES.desktop },
  ] as const)('has no serious fault in $locale, $colorScheme', async (options) => {
    const { page, close } = await openCatalogue(options);
    await page.getByLabel(/^(Show|显示)$/).selectOption('');
    await page.waitForTimeout(400);
    expect(await findFaults(page)).toEqual([]);
    const isWide = await scrollsSideways(page);
    expect(isWide).toBe(false);
    await close();
  });
});
