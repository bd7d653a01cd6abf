import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { loadRecording } from '../../src/audio/index.js';
import { encodeWav } from '../../web/src/recording/encode-wav.ts';
import { type Program, startProgram } from './support/program.js';
import { SIZES, visit } from './support/visit.js';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const EXAMPLE = fromHere('../../examples/audio/angry-woman.flac');

let browser: Browser;
let program: Program;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-live-'));
  const { samples } = await loadRecording(await openAsBlob(EXAMPLE));
  const file = join(folder, 'speech.wav');
  await writeFile(file, new Uint8Array(await encodeWav([samples], 16_000).arrayBuffer()));
  [browser, program] = await Promise.all([
    launchBrowser([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${file}`,
    ]),
    startProgram(['--model', 'wav2vec2-mini']),
  ]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

test('what is recorded is shown at once, and analysed without another press', async () => {
  const options = { viewport: SIZES.phone, hasTouch: true, permissions: ['microphone'] };
  const { page, close } = await visit(browser, program.address, options);
  await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
  await page.getByRole('tab', { name: 'Conversation' }).click();
  await page.getByRole('button', { name: 'Start live recognition' }).click();
  await page.getByTestId('live-bars').waitFor();
  // A phone shows the live view on its first screen; this model compares with no voice.
  expect(await page.getByTestId('conversation-input').count()).toBe(0);
  expect(await page.getByTestId('live-comparison').count()).toBe(0);
  await expect
    .poll(() => page.getByTestId('live-phase').textContent(), { timeout: 30_000 })
    .toMatch(/0:0[3-9]/);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByTestId('board').waitFor();
  await page.getByRole('heading', { name: /^Live recording/ }).waitFor();
  expect(await page.getByTestId('summary-speaker').count()).toBe(1);
  await close();
});
