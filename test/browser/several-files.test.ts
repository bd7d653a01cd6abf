import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { chooseFiles, loadModel, recognise, visit } from './support/visit.js';

let browser: Browser;
let program: Program;
let recordings: RecordingFolder;
let files: string[];

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), startProgram()]);
  recordings = recordingFolder();
  const text = join(recordings.folder, 'b-text.wav');
  writeFileSync(text, 'This is not audio at all.');
  files = [
    recordings.write('c-long.wav', 3),
    text,
    recordings.write('a-short.wav', 1),
    recordings.write('=evil.wav', 2),
  ];
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  recordings.remove();
});

async function recogniseAll(page: Page): Promise<void> {
  await loadModel(page);
  await chooseFiles(page, files);
  await recognise(page);
  await page.getByText('4 of 4 done').waitFor();
}

async function names(page: Page): Promise<string[]> {
  return await page.getByTestId('queue').locator('tbody tr td:first-child').allTextContents();
}

describe('several recordings', () => {
  test('have a row each, one of which may fail without stopping the others', async () => {
    const { page, close } = await visit(browser, program.address);
    await recogniseAll(page);
    expect(await names(page)).toEqual(['c-long.wav', 'b-text.wav', 'a-short.wav', '=evil.wav']);
    expect(await page.locator('[data-status=finished]').count()).toBe(3);
    expect(await page.locator('[data-status=failed]').textContent()).toContain('Not an audio file');
    await close();
  });

  test('are sorted by a column and back', async () => {
    const { page, close } = await visit(browser, program.address);
    await recogniseAll(page);
    const sort = page.getByTestId('queue').getByRole('button', { name: 'File', exact: true });
    await sort.click();
    const ascending = await names(page);
    expect(ascending.indexOf('a-short.wav')).toBeLessThan(ascending.indexOf('b-text.wav'));
    await sort.click();
    expect(await names(page)).toEqual(ascending.toReversed());
    await page.getByTestId('queue').getByRole('button', { name: 'Duration' }).click();
    expect((await names(page)).slice(1)).toEqual(['a-short.wav', '=evil.wav', 'c-long.wav']);
    await close();
  });

  test('show their findings, and no emotion if nobody speaks', async () => {
    const { page, close } = await visit(browser, program.address, { locale: 'zh-CN' });
    await loadModel(page);
    await chooseFiles(page, [recordings.write('z.wav', 1, () => 0), recordings.write('y.wav', 1)]);
    await recognise(page);
    await page.getByText('已完成 2 / 2').waitFor();
    const cells = page.getByTestId('queue').locator('tbody tr:first-child td');
    expect(await cells.allTextContents()).toEqual(['z.wav', '完成', '', '', '1.0 秒', '无声']);
    await close();
  });

  test('show the result of the row that is chosen', async () => {
    const { page, close } = await visit(browser, program.address);
    await recogniseAll(page);
    await page.getByRole('button', { name: 'Show the result of a-short.wav' }).click();
    // The address of the page changes first, and the result follows it.
    await page.getByTestId('explanation').getByText('a-short.wav').waitFor();
    await page.getByRole('button', { name: 'Show the result of b-text.wav' }).click();
    const problem = page.getByTestId('result-panel').getByTestId('problem');
    expect(await problem.getAttribute('data-code')).toBe('audio-unknown-format');
    await close();
  });

  test('are exported as rows; a name that looks like a formula is escaped', async () => {
    const { page, close } = await visit(browser, program.address);
    await recogniseAll(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('queue-panel').getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    const rows = readFileSync(await download.path(), 'utf8').split('\n');
    expect(rows[0]).toMatch(
      /^\uFEFFfile,model,label,score,neu,ang,hap,sad,duration_seconds,findings,error_code,error_message,/,
    );
    expect(rows[1]).toMatch(/^c-long\.wav,wav2vec2-mini,(neu|ang|hap|sad),0\.\d+,/);
    expect(rows[2]).toMatch(/^b-text\.wav,,,,,,,,,,audio-unknown-format,/);
    expect(rows[4]).toMatch(/^'=evil\.wav,/);
    await close();
  });

  test('are taken by dropping them', async () => {
    const { page, close } = await visit(browser, program.address);
    const transfer = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['one'], 'one.wav'));
      transfer.items.add(new File(['two'], 'two.mp3'));
      return transfer;
    })()`);
    await page.getByTestId('drop-zone').dispatchEvent('drop', { dataTransfer: transfer });
    await expect.poll(() => page.getByTestId('recordings').getByRole('listitem').count()).toBe(2);
    await page.getByRole('button', { name: 'Remove one.wav' }).click();
    expect(await page.getByTestId('recordings').textContent()).toContain('two.mp3');
    await close();
  });

  test('stay in the history of the browser until it is cleared', async () => {
    const { page, close } = await visit(browser, program.address);
    await recogniseAll(page);
    await page.reload();
    await page.getByRole('tab', { name: 'History' }).click();
    const rows = page.getByTestId('history').locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(3);
    await page.getByRole('button', { name: 'Show the result of c-long.wav' }).click();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('button', { name: 'Clear history' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear history' }).click();
    await page.getByText('Nothing here yet').waitFor();
    await page.reload();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('Nothing here yet').waitFor();
    await close();
  });
});
