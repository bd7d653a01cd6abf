import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { launchBrowser } from '../../scripts/browser.js';
import { serveFolder } from '../../scripts/serve-folder.js';
import { findFaults } from '../browser/support/find-faults.js';
import { makeWav } from '../support/make-wav.js';
import { readClip } from '../support/spoken-conversation.js';
import { root } from './run-example.js';

const EXAMPLES = join(root, 'examples', 'browser');
const CLIP = join(root, 'examples', 'audio', 'angry-man.flac');
const MOST_LINES = 40;

let browser: Browser;
let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;

/** Builds an example as its readers do. */
async function bundle(name: string): Promise<void> {
  await build({
    ...{
      root: join(EXAMPLES, name),
      configFile: false,
      logLevel: 'error',
      base: `/built/${name}/`,
    },
    plugins: [react()],
    build: { outDir: join(folder, name), assetsInlineLimit: 0 },
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-browser-examples-'));
  const samples = await readClip('angry-man');
  // The browser repeats it: a pause ends each utterance.
  const sound = (time: number) => samples[Math.round(time * 16_000)] ?? 0;
  const file = join(folder, 'microphone.wav');
  writeFileSync(file, makeWav(samples.length / 16_000 + 1.5, sound));
  browser = await launchBrowser([
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    `--use-file-for-fake-audio-capture=${file}`,
  ]);
  await bundle('bundler');
  await bundle('react');
  server = await serveFolder({
    ...{ examples: EXAMPLES, built: folder, wav2emo: root },
    models: join(root, 'models'),
  });
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true });
});

/** Opens a page and expects that it reports no error. */
async function visit(path: string, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ permissions: ['microphone'] });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A file that is not there is what a test asks for, not an error of the page.
      const isMissing = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isMissing) complaints.push(message.text());
    });
    await page.goto(`${server.address}${path}`);
    await work(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

test('the example with a bundler lists results, and errors in words', () =>
  visit('/built/bundler/index.html', async (page) => {
    await page.locator('input').setInputFiles([CLIP, join(EXAMPLES, 'README.md')]);
    const items = page.locator('li');
    await expect.poll(() => items.count(), { timeout: 60_000 }).toBe(2);
    expect(await items.nth(0).textContent()).toMatch(/^angry-man\.flac: ang \(\d\.\d\d\)/);
    expect(await items.nth(1).textContent()).toContain('README.md: The file is not a recording');
  }));

test('the example without a bundler shows a result', () =>
  visit('/examples/no-bundler.html', async (page) => {
    await page.locator('input').setInputFiles(CLIP);
    await expect.poll(() => page.locator('pre').textContent(), { timeout: 60_000 }).toContain('{');
    const result = JSON.parse((await page.locator('pre').textContent()) ?? '') as object;
    expect(result).toMatchObject({ label: 'ang', durationSeconds: expect.any(Number) as number });
  }));

test('the example with React follows the microphone until it is stopped', () =>
  visit('/built/react/index.html', async (page) => {
    await page.getByRole('button', { name: 'Start' }).click();
    const output = page.locator('output');
    await expect.poll(() => output.textContent(), { timeout: 60_000 }).toMatch(/^\w+ \d\.\d\d$/);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Start' }).waitFor();
  }));

test('the meter shows the emotion of the microphone, is accessible, and stops', () =>
  visit('/examples/meter.html', async (page) => {
    await page.evaluate(`{
      globalThis.events = [];
      document.addEventListener('wav2emo', ({ detail }) => events.push(detail.type));
    }`);
    await expect
      .poll(() => page.getByRole('status').textContent())
      .toBe('The sound stays on this device.');
    await page.getByRole('button', { name: 'Start listening' }).click();
    await expect
      .poll(() => page.evaluate('events'), { timeout: 60_000 })
      .toContain('utterance.end');
    expect(await page.evaluate('events')).toContain('measurement');
    const angry = page.getByRole('meter', { name: 'angry' });
    expect(Number(await angry.getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(0);
    const labels = ['neutral', 'angry', 'happy', 'sad'];
    expect(labels).toContain(await page.getByRole('status').textContent());
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Start listening' }).waitFor();
  }));

test('the meter speaks Chinese where the page does, and says what is wrong', () =>
  visit('/examples/meter.html', async (page) => {
    await page.evaluate(`{
      document.documentElement.lang = 'zh-CN';
      const meter = document.querySelector('wav2emo-meter');
      meter.remove();
      meter.setAttribute('model', '/wav2emo/models/silero-vad.onnx');
      document.body.append(meter);
    }`);
    await page.getByRole('button', { name: '开始聆听' }).click();
    await expect
      .poll(() => page.getByRole('status').textContent(), { timeout: 30_000 })
      .toMatch(/^无法测量情感：Could not read .*silero-vad\.onnx\/model\.json/);
  }));

test(`no example for a browser is longer than ${MOST_LINES} lines`, () => {
  const names = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' });
  const programs = names.filter((name) => /\.(html|jsx?)$/.test(name));
  expect(programs.length).toBeGreaterThanOrEqual(6);
  for (const name of programs) {
    const lines = readFileSync(join(EXAMPLES, name), 'utf8').trimEnd().split('\n');
    expect(lines.length, name).toBeLessThanOrEqual(MOST_LINES);
  }
});
