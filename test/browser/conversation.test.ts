import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { writeSampleCall } from '../../scripts/sample-call.js';
import { findFaults } from './support/find-faults.js';
import { scrollsSideways } from './support/looks.js';
import { type Program, startProgram } from './support/program.js';
import { SIZES, visit } from './support/visit.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/audio/angry-woman.flac', import.meta.url));
let browser: Browser;
let program: Program;

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), startProgram()]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
});

/** Opens the tab and has the example analysed by the real server. */
async function analyse(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^(Conversation|对话)$/ }).click();
  await page.getByTestId('conversation-drop-files').setInputFiles(EXAMPLE);
  await page.getByTestId('board').waitFor();
}

const clock = async (page: Page) => await page.getByTestId('clock').textContent();

describe('a conversation', () => {
  test('is drawn with its speakers, and moves by keys', async () => {
    const { page, complaints, close } = await visit(browser, program.address);
    await analyse(page);
    const slider = page.getByRole('slider', { name: 'Timeline' });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => clock(page)).toMatch(/^0:01/);
    expect(await slider.getAttribute('aria-valuetext')).toMatch(
      /^0:01, Left channel|^0:01, Speaker/,
    );
    await page.keyboard.press('Home');
    await expect.poll(() => clock(page)).toMatch(/^0:00/);
    expect(await page.getByTestId('summary').textContent()).toContain('somebody speaks');
    expect(complaints).toEqual([]);
    await close();
  });

  test('is corrected and named by its listener, kept, and exported so', async () => {
    const { page, close } = await visit(browser, program.address);
    await analyse(page);
    await page.getByRole('button', { name: 'Next segment' }).click();
    const emotion = page.getByTestId('segment').getByLabel('Emotion');
    const before = await emotion.inputValue();
    const after = before === 'hap' ? 'sad' : 'hap';
    await emotion.selectOption(after);
    await page.getByTestId('segment').getByText('Corrected', { exact: true }).waitFor();
    await page.getByTestId('names').getByRole('textbox').first().fill('Anna');
    await page.getByTestId('names').getByRole('textbox').first().press('Enter');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('export').getByRole('button', { name: 'Save file' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('angry-woman.csv');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('Anna');
    expect(text.split('\n')[1]).toContain(`,${after},`);
    await page.reload();
    await page.getByRole('button', { name: 'Open angry-woman.flac' }).click();
    await page.getByTestId('board').getByText('Anna').waitFor();
    await page.getByText('The browser keeps no audio').waitFor();
    await close();
  });

  test('that cannot be read says why, and another one can be sent', async () => {
    const { page, close } = await visit(browser, program.address);
    await page.getByRole('tab', { name: 'Conversation' }).click();
    await page.getByTestId('conversation-drop-files').setInputFiles({
      name: 'text.wav',
      mimeType: 'audio/wav',
      buffer: Buffer.from('This is not audio at all.'),
    });
    const problem = page.getByTestId('conversation-input').getByTestId('problem');
    expect(await problem.getAttribute('data-code')).toBe('audio-unknown-format');
    await page.getByTestId('conversation-drop-files').setInputFiles(EXAMPLE);
    await page.getByTestId('board').waitFor();
    await close();
  });

  test.each([
    { locale: 'zh-CN', colorScheme: 'dark', viewport: SIZES.phone, hasTouch: true },
    { locale: 'en-GB', colorScheme: 'light', viewport: SIZES.desktop },
  ] as const)('has no serious fault in $locale, $colorScheme', async (options) => {
    const { page, close } = await visit(browser, program.address, options);
    await page.getByRole('tab', { name: /^(Conversation|对话)$/ }).click();
    await page.getByTestId('live').waitFor();
    expect(await findFaults(page)).toEqual([]);
    await page.getByTestId('conversation-drop-files').setInputFiles(EXAMPLE);
    await page.getByTestId('board').waitFor();
    await page.getByRole('button', { name: /^(Next segment|下一段)$/ }).click();
    await page.waitForTimeout(400);
    const isWide = await scrollsSideways(page);
    expect([await findFaults(page), isWide]).toEqual([[], false]);
    await close();
  });
});

describe('a call of two channels, by the model that compares voices', () => {
  let comparing: Program;
  let folder: string;
  let call: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wav2emo-call-'));
    ({ call } = await writeSampleCall(folder));
    comparing = await startProgram(['--model', 'wav2emo-base']);
  });
  afterAll(async () => {
    await comparing.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('lists moments that play, pause, and select their segment', async () => {
    const { page, complaints, close } = await visit(browser, comparing.address);
    await page.getByRole('tab', { name: 'Conversation' }).click();
    await page.getByTestId('conversation-drop-files').setInputFiles(call);
    await page
      .getByTestId('board')
      .getByText(/compared with their usual voice/)
      .first()
      .waitFor();
    const moment = page.getByTestId('moments').locator('[data-label=ang]').first();
    await moment.click();
    expect(await page.getByTestId('segment').getByLabel('Emotion').inputValue()).toBe('ang');
    expect(await page.getByTestId('segment').textContent()).toMatch(/Left channel, 0:\d\d\.\d–/);
    await moment.getByLabel('Pause').waitFor();
    await moment.click();
    await moment.getByLabel('Play').waitFor();
    await page.getByText('How to read this').click();
    await page.getByText(/compared with how they usually sound in this recording/).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('is compared live with its own first seconds, or with a voice that is kept', async () => {
    const { page, close } = await visit(browser, comparing.address);
    await page.getByRole('tab', { name: 'Conversation' }).click();
    const choice = page.getByTestId('live').getByLabel('Compare with');
    expect(await choice.count()).toBe(0);
    await page.getByRole('tab', { name: 'Emotion recognition' }).click();
    await page.getByRole('button', { name: 'Add a voice' }).click();
    await page.getByTestId('voice-files').setInputFiles([EXAMPLE]);
    await page.getByTestId('voice-kept').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Conversation' }).click();
    expect(await choice.locator('option').allTextContents()).toEqual([
      'the first seconds of this recording',
      expect.stringMatching(/^Voice 1 \(\d+ s\)$/),
    ]);
    await close();
  });
});
