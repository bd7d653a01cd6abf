import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { findFaults } from './support/find-faults.js';
import { type Program, startProgram } from './support/program.js';
import { recognise, shownLabel, SIZES, visit } from './support/visit.js';

const example = (name: string) =>
  fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url));
let browser: Browser;
let program: Program;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-voices-'));
  const model = await bundleWithHeads(join(folder, 'with-heads'), { source: 'wav2vec2-mini' });
  [browser, program] = await Promise.all([launchBrowser(), startProgram(['--model', model])]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

async function addVoice(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^(Add a voice|Voices|添加声音|管理声音)$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^(Name of the voice|声音的名称)$/ }).fill(name);
  await page.getByTestId('voice-files').setInputFiles([example('neutral-woman')]);
  await page.getByTestId('voice-kept').waitFor();
}

const files = (page: Page, ...names: string[]) =>
  page
    .getByTestId('input-panel')
    .locator('input[type=file]')
    .first()
    .setInputFiles(names.map(example));
const compared = (page: Page) => page.getByTestId('compared').textContent();

describe('a normal voice', () => {
  test('is kept in the browser, and results say that they are compared with it', async () => {
    const { page, complaints, close } = await visit(browser, program.address);
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    await files(page, 'angry-woman');
    await recognise(page);
    await shownLabel(page);
    expect(await compared(page)).toBe('not compared with this person’s normal voice');
    await addVoice(page, 'Anna');
    await page.keyboard.press('Escape');
    // The result of before was compared with nothing, so that it is computed again.
    await recognise(page);
    await page.getByText(/compared with the voice “Anna” \(\d+ s\)/).waitFor();
    await page.reload();
    const choice = page.getByLabel('Compare with a normal voice');
    await expect.poll(() => choice.locator('option:checked').textContent()).toMatch(/^Anna/);
    expect(complaints).toEqual([]);
    await close();
  });

  test('is renamed and deleted; one press is not enough to delete it', async () => {
    const { page, close } = await visit(browser, program.address, { locale: 'zh-CN' });
    await addVoice(page, '小安');
    const name = page.getByRole('textbox', { name: '声音 小安 的名称' });
    await name.fill('安娜');
    await name.press('Enter');
    await page.getByRole('button', { name: '删除声音 安娜' }).click();
    await page.getByTestId('voice').waitFor();
    await page.getByRole('button', { name: '删除', exact: true }).click();
    await page.getByText('还没有保存声音').waitFor();
    await close();
  });

  test('is the other files, if all are of one speaker', async () => {
    const { page, close } = await visit(browser, program.address);
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    await files(page, 'angry-woman', 'neutral-woman', 'sad-woman');
    await page.getByLabel('Compare with a normal voice').selectOption('list');
    await recognise(page);
    await page.getByText('3 of 3 done').waitFor();
    expect(await compared(page)).toMatch(/^compared with the speaker’s other files \(\d+ s\)$/);
    await close();
  });

  test('has a dialog without serious faults on a phone', async () => {
    const options = { colorScheme: 'dark', viewport: SIZES.phone, hasTouch: true } as const;
    const { page, close } = await visit(browser, program.address, options);
    await addVoice(page, 'Anna');
    await page.waitForTimeout(400);
    expect(await findFaults(page)).toEqual([]);
    await close();
  });

  test('is nothing for a model that does not compare, which the page says', async () => {
    const own = await startProgram();
    const { page, close } = await visit(browser, own.address);
    expect(await page.getByTestId('no-comparison').textContent()).toBe(
      'wav2vec2-mini does not compare with a normal voice.',
    );
    await close();
    await own.stop();
  });
});
