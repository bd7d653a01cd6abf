import { cpSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { chooseFiles, loadModel, recognise, shownLabel, visit } from './support/visit.js';

const EMBEDDED = fileURLToPath(new URL('../../models/ecapa-mini', import.meta.url));

let browser: Browser;
let program: Program | undefined;
let recordings: RecordingFolder;

beforeAll(async () => {
  browser = await launchBrowser();
  recordings = recordingFolder();
});

afterEach(async () => {
  await program?.kill();
  program = undefined;
});

afterAll(async () => {
  await browser.close();
  recordings.remove();
});

async function start(...args: string[]): Promise<Program> {
  program = await startProgram(args);
  return program;
}

async function problemCode(page: Page): Promise<string | null> {
  const problem = page.getByTestId('result-panel').getByTestId('problem');
  await problem.waitFor();
  expect(await page.getByTestId('answer').count()).toBe(0);
  return await problem.getAttribute('data-code');
}

describe('the page explains failures', () => {
  test('with --no-model nothing is loaded, nothing is shown as a result, and nothing can be started', async () => {
    const { address } = await start('--no-model');
    const { page, complaints, close } = await visit(browser, address);
    expect(await page.getByTestId('model-status').textContent()).toContain('Not loaded yet');
    expect(await page.getByTestId('explanation').textContent()).toContain('No model is loaded');
    await chooseFiles(page, [recordings.write('voice.wav', 1)]);
    expect(await page.getByRole('button', { name: 'Recognise emotion' }).isDisabled()).toBe(true);
    expect(await page.getByTestId('missing').textContent()).toContain('Load model');
    expect(await page.getByTestId('label').textContent()).toBe('Predicted emotion–');
    expect(complaints).toEqual([]);
    await close();
  });

  test('a file that is not audio', async () => {
    const { address } = await start();
    const file = join(recordings.folder, 'letter.wav');
    writeFileSync(file, 'Dear listener,');
    const { page, close } = await visit(browser, address, { locale: 'zh-CN' });
    await loadModel(page);
    await chooseFiles(page, [file]);
    await recognise(page);
    expect(await problemCode(page)).toBe('audio-unknown-format');
    expect(await page.getByTestId('problem').textContent()).toContain('不是可识别的音频文件');
    await close();
  });

  test('a file that is too large', async () => {
    const { address } = await start('--max-upload-mb', '1');
    const { page, close } = await visit(browser, address);
    await loadModel(page);
    await chooseFiles(page, [recordings.write('large.wav', 60)]);
    await recognise(page);
    expect(await problemCode(page)).toBe('upload-too-large');
    await close();
  });

  test('a server that is stopped during a job; the page continues when it is back', async () => {
    const first = await start();
    const { page, close } = await visit(browser, first.address);
    await loadModel(page);
    await chooseFiles(page, [recordings.write('one.wav', 900), recordings.write('two.wav', 1)]);
    await recognise(page);
    await page.locator('[data-status=running]').waitFor();
    await first.kill();
    await page.locator('[data-status=failed]').nth(1).waitFor();
    await page.getByRole('button', { name: 'Show the result of one.wav' }).click();
    expect(await problemCode(page)).toBe('server-unreachable');
    await page.getByTestId('disconnected').waitFor();
    await start('--port', new URL(first.address).port);
    await page.getByTestId('disconnected').waitFor({ state: 'detached' });
    await page.locator('[data-testid=model-status][data-state=available]').waitFor();
    await loadModel(page);
    await page.getByRole('button', { name: 'Remove one.wav' }).click();
    await recognise(page);
    expect(await shownLabel(page)).toMatch(/^(neu|ang|hap|sad)$/);
    await close();
  });

  test('a job that the user stops', async () => {
    const { address } = await start();
    const { page, close } = await visit(browser, address);
    await loadModel(page);
    await chooseFiles(page, [recordings.write('long.wav', 900)]);
    await recognise(page);
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await problemCode(page)).toBe('stopped');
    await close();
  });

  test('a model that fails to load', async () => {
    const broken = join(recordings.folder, 'broken-model');
    cpSync(EMBEDDED, broken, { recursive: true });
    truncateSync(join(broken, 'model.onnx'), 100);
    const { address } = await start('--model', broken);
    const { page, close } = await visit(browser, address);
    const status = page.locator('[data-testid=model-status][data-state=failed]');
    await status.waitFor();
    expect(await status.textContent()).toContain('Could not load');
    expect(await status.textContent()).toContain('checkpoint-');
    await page.getByRole('button', { name: 'Load again' }).waitFor();
    expect(await page.getByTestId('label').textContent()).toBe('Predicted emotion–');
    await close();
  });
});
