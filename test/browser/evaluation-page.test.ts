import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { runCli } from '../support/run-cli.js';

/** What the test uses of a player in the browser. */
type Audio = {
  readonly duration: number;
  onloadedmetadata: () => void;
  onerror: () => void;
  readonly load: () => void;
};

let browser: Browser;
let folder: string;
let list: string;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-evaluation-page-'));
  const clip = (name: string) =>
    fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url));
  list = join(folder, 'list.csv');
  await writeFile(list, `file,label\n${clip('sad-woman')},angry\n${clip('angry-man')},angry\n`);
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

test.each(['embed', 'link'])(
  'a number of the matrix opens the clips that were wrong, and they play: %s',
  async (mode) => {
    const place = join(folder, `${mode}.html`);
    await runCli(['evaluate', list, '-o', place, '--audio', mode, '--language', 'en']);
    const page = await browser.newPage();
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    await page.goto(pathToFileURL(place).href);
    const player = page.locator('.cell-clips audio');
    expect(await player.isVisible()).toBe(false);
    await page.locator('.matrix a').click();
    expect(await player.isVisible()).toBe(true);
    const seconds = await player.evaluate(
      (element: unknown) =>
        new Promise<number>((resolve) => {
          const audio = element as Audio;
          audio.onloadedmetadata = () => {
            resolve(audio.duration);
          };
          audio.onerror = () => {
            resolve(-1);
          };
          audio.load();
        }),
    );
    expect(seconds).toBeCloseTo(3.1657, 1);
    await page.locator('label:has(#language-zh)').click();
    expect(await page.locator('h2:visible').first().innerText()).toBe('单独判断每段录音');
    // The policy of the page refuses nothing that the page needs.
    expect(messages).toEqual([]);
    await page.close();
  },
);
