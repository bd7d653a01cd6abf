import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { type Program, startProgram } from './support/program.js';
import { visit } from './support/visit.js';

let browser: Browser;
let program: Program;

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), startProgram()]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
});

async function language(page: Page) {
  const html = await page.locator('html').getAttribute('lang');
  return { html, title: await page.title() };
}

const CHINESE = { html: 'zh-CN', title: '识别语音中的情感 · wav2emo' };
const ENGLISH = {
  html: 'en',
  title: 'Recognise the emotion in a voice · wav2emo',
};

describe('the language of the page', () => {
  test.each([
    ['zh-TW', CHINESE],
    ['en-US', ENGLISH],
    ['fi-FI', ENGLISH],
  ])('follows a browser in %s', async (locale, expected) => {
    const { page, close } = await visit(browser, program.address, { locale });
    expect(await language(page)).toEqual(expected);
    await close();
  });

  test('is switched and remembered', async () => {
    const { page, close } = await visit(browser, program.address);
    await page.getByText('中文').click();
    await page.getByRole('button', { name: '加载模型' }).waitFor();
    expect(await language(page)).toEqual(CHINESE);
    await page.reload();
    await page.getByRole('button', { name: '加载模型' }).waitFor();
    expect(await language(page)).toEqual(CHINESE);
    await close();
  });

  test.each(['Emotion recognition', 'History', 'API'])(
    'leaves no Chinese word in the English view %s',
    async (view) => {
      const { page, close } = await visit(browser, program.address);
      await page.getByRole('tab', { name: view, exact: true }).click();
      const words = [
        await page.getByRole('main').innerText(),
        await page.getByRole('contentinfo').innerText(),
      ].join(' ');
      expect(words).not.toMatch(/\p{Script=Han}/u);
      await close();
    },
  );
});
