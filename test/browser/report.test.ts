import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { registerNodeAudio } from '../../src/audio/node.js';
import { readReportAudio, renderReport } from '../../src/report/index.js';
import { CALL } from '../conversation/made-conversation.js';
import { MODEL, stereoCall } from '../report/made-report.js';
import { findFaults } from './support/find-faults.js';
import { SIZES } from './support/visit.js';

let browser: Browser;
let folder: string;
let address: string;

beforeAll(async () => {
  registerNodeAudio();
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-report-'));
  const path = join(folder, 'report.html');
  const audio = await readReportAudio(stereoCall(), CALL);
  const shown = { language: 'en', version: '1.2.3' } as const;
  await writeFile(
    path,
    await renderReport({ file: 'call.wav', conversation: CALL, model: MODEL, audio, ...shown }),
  );
  address = pathToFileURL(path).href;
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

const LOOKS = [
  { colorScheme: 'light', size: 'desktop', language: 'English' },
  { colorScheme: 'dark', size: 'phone', language: '中文' },
] as const;

describe.each(LOOKS)('a report in $language, $colorScheme, on a $size', (look) => {
  let page: Page;
  const complaints: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    const { colorScheme, size } = look;
    const context = await browser.newContext({ colorScheme, viewport: SIZES[size] });
    page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) requests.push(request.url());
    });
    await page.goto(address);
    await page.getByLabel(look.language).check();
  });

  afterAll(async () => {
    await page.context().close();
  });

  test('loads nothing but itself, and its policy refuses nothing that it has', () => {
    expect(requests).toEqual([address]);
    expect(complaints).toEqual([]);
  });

  test('shows one language', async () => {
    const isChinese = look.language === '中文';
    await page.getByText('值得一听的时刻').waitFor({ state: isChinese ? 'visible' : 'hidden' });
    const english = page.getByText('Moments worth listening to');
    await english.waitFor({ state: isChinese ? 'hidden' : 'visible' });
  });

  test('plays its moments', async () => {
    const audio = page.locator('audio').first();
    await expect
      .poll(() =>
        audio.evaluate((element) => (element as unknown as { readyState: number }).readyState),
      )
      .toBe(4);
    const duration = await audio.evaluate(
      (element) => (element as unknown as { duration: number }).duration,
    );
    expect(duration).toBeCloseTo(3.5, 2);
  });

  test('leads from the chart to the moment', async () => {
    await page.getByRole('link', { name: '2', exact: true }).click();
    expect(page.url()).toMatch(/#moment-2$/);
  });

  test('is accessible and not wider than the screen', async () => {
    expect(await findFaults(page)).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(SIZES[look.size].width);
  });
});
