import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { findFaults } from './support/find-faults.js';
import { LOOKS, lookOptions, scrollsSideways } from './support/looks.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { chooseFiles, loadModel, recognise, visit } from './support/visit.js';

let browser: Browser;
let program: Program;
let recordings: RecordingFolder;

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), startProgram()]);
  recordings = recordingFolder();
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  recordings.remove();
});

describe.each(LOOKS)('the page in $locale, $colorScheme, on a $size', (look) => {
  const options = lookOptions(look);

  test('has no serious fault in any view and never scrolls sideways', async () => {
    const broken = join(recordings.folder, 'text.wav');
    writeFileSync(broken, 'no audio');
    const files = [recordings.write('long.wav', 6), broken, recordings.write('s.wav', 1, () => 0)];
    const { page, close } = await visit(browser, program.address, options);
    const faults: Record<string, unknown> = {};
    const check = async (view: string) => {
      // Elements that fade in are checked when they are visible.
      await page.waitForTimeout(400);
      const wide = await scrollsSideways(page);
      faults[view] = [...(await findFaults(page)), ...(wide ? ['scrolls sideways'] : [])];
    };
    await check('start');
    await page.getByRole('tab', { name: /^(Record|录音)$/ }).click();
    await check('recorder');
    await page.getByRole('tab', { name: /Upload|上传/ }).click();
    // On a phone a ready model is one line.
    const change = page.getByRole('button', { name: /Change model|更换模型/ });
    if (await change.isVisible()) await change.click();
    await page.getByRole('button', { name: /About this model|查看模型说明/ }).click();
    await check('model card');
    await loadModel(page);
    await chooseFiles(page, files);
    await recognise(page);
    await page.getByText(/3 of 3 done|已完成 3 \/ 3/).waitFor();
    await page.getByTestId('spectrogram').locator('canvas').first().waitFor();
    await page.getByTestId('timeline').locator('summary').click();
    await check('results');
    await page
      .getByRole('button', { name: /text\.wav/ })
      .last()
      .click();
    await page.getByTestId('problem').waitFor();
    await check('problem');
    await page.getByRole('tab', { name: /History|历史记录/ }).click();
    await check('history');
    await page.getByRole('tab', { name: /API/ }).click();
    await check('api');
    const views = ['start', 'recorder', 'model card', 'results', 'problem', 'history', 'api'];
    expect(faults).toEqual(Object.fromEntries(views.map((view) => [view, []])));
    await close();
  });
});

describe('the keyboard', () => {
  test('is enough to load, choose and recognise', async () => {
    const { page, close } = await visit(browser, program.address);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
    // Registered long before the key: the browser takes a moment until it reports file choosers, and
    // one that opens earlier is lost.
    const chooser = page.waitForEvent('filechooser');
    await loadModel(page);
    await page.getByTestId('drop-zone').focus();
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(recordings.write('keys.wav', 1));
    await page.getByRole('button', { name: 'Recognise emotion' }).focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('answer').waitFor();
    await page.getByRole('tab', { name: 'Emotion recognition' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Conversation', selected: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Evaluation', selected: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Adaptation', selected: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByTestId('history').waitFor();
    await close();
  });
});
