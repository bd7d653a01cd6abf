import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { chooseFiles, loadModel, recognise, shownLabel, visit } from './support/visit.js';

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

async function historyRows(page: Page): Promise<number> {
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByTestId('history').locator('tbody tr').first().waitFor();
  return await page.getByTestId('history').locator('tbody tr').count();
}

describe('a session', () => {
  test('needs no click to load the embedded model, and keeps the focus on the button', async () => {
    const { page, close } = await visit(browser, program.address);
    await chooseFiles(page, [recordings.write('first.wav', 1)]);
    await page.getByRole('button', { name: 'Recognise emotion' }).focus();
    await page.keyboard.press('Enter');
    expect(await shownLabel(page)).toMatch(/^(neu|ang|hap|sad)$/);
    const again = page.getByRole('button', { name: 'Recognise again' });
    await again.waitFor();
    expect(await again.evaluate('document.activeElement.textContent')).toBe('Recognise again');
    await close();
  });

  test('computes only what has no result, also what is added during the run', async () => {
    const { page, close } = await visit(browser, program.address);
    await loadModel(page);
    await chooseFiles(page, [recordings.write('long.wav', 300)]);
    await recognise(page);
    await page.getByTestId('job-progress').waitFor();
    await chooseFiles(page, [recordings.write('added.wav', 1)]);
    await page.getByText('2 of 2 done').waitFor();
    await chooseFiles(page, [recordings.write('later.wav', 1)]);
    await recognise(page);
    await page.getByText('3 of 3 done').waitFor();
    expect(await historyRows(page)).toBe(3);
    await close();
  });

  test('has addresses, so that Back returns to the list and the tab of before', async () => {
    const { page, close } = await visit(browser, program.address);
    await loadModel(page);
    await chooseFiles(page, [recordings.write('back.wav', 1)]);
    await recognise(page);
    await shownLabel(page);
    await historyRows(page);
    await page.getByRole('button', { name: 'Show the result of back.wav' }).click();
    await page.getByRole('button', { name: 'Back to the list' }).waitFor();
    await page.goBack();
    await page.getByTestId('history').waitFor();
    await page.goBack();
    await page.getByTestId('input-panel').waitFor();
    expect(page.url()).not.toContain('history');
    await close();
  });

  test('has its results after a reload', async () => {
    const { page, close } = await visit(browser, program.address);
    await loadModel(page);
    await chooseFiles(page, [recordings.write('kept.wav', 1)]);
    await recognise(page);
    const label = await shownLabel(page);
    await page.getByRole('button', { name: 'Recognise again' }).waitFor();
    await page.reload();
    expect(await shownLabel(page)).toBe(label);
    expect(await page.getByTestId('recordings').textContent()).toBe('kept.wav');
    await close();
  });

  test('takes files that are dropped beside the zone', async () => {
    const { page, close } = await visit(browser, program.address);
    const transfer = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['one'], 'one.wav'));
      return transfer;
    })()`);
    await page.getByRole('tab', { name: 'API' }).click();
    await page.locator('footer').dispatchEvent('drop', { dataTransfer: transfer });
    await page.getByTestId('recordings').getByText('one.wav').waitFor();
    await close();
  });

  test('shows the largest upload before it, and offers no examples if there are none', async () => {
    const { page, close } = await visit(browser, program.address);
    expect(await page.getByTestId('drop-zone').textContent()).toContain('100 MB');
    const { examples } = (await (
      await page.request.get(`${program.address}/page.json`)
    ).json()) as {
      examples: readonly string[];
    };
    expect(await page.getByTestId('examples').count()).toBe(examples.length > 0 ? 1 : 0);
    await close();
  });
});

test('the page connects again after a proxy has refused the stream of events', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.route('**/models/events', (route) => route.fulfill({ status: 502 }), { times: 2 });
  await page.goto(program.address);
  await page.getByTestId('disconnected').waitFor();
  await page.getByTestId('disconnected').waitFor({ state: 'detached' });
  await page.locator('[data-testid=model-status]:not([data-state=none])').waitFor();
  await context.close();
});
