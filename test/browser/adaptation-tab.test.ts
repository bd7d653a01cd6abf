import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { type SpokenClip, writeSpokenClasses, writeTable } from '../support/spoken-classes.js';
import { findFaults } from './support/find-faults.js';
import { LOOKS, lookOptions, scrollsSideways, takePicture } from './support/looks.js';
import { playedSeconds } from './support/played-seconds.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { visit } from './support/visit.js';

const EXAMPLES = fileURLToPath(new URL('../../examples/audio/', import.meta.url));
const BASE = 'wav2emo-small';

let browser: Browser;
let program: Program;
let recordings: RecordingFolder;
let clips: SpokenClip[];
let files: string[];

beforeAll(async () => {
  [browser, program] = await Promise.all([
    launchBrowser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']),
    startProgram(['--model', BASE]),
  ]);
  recordings = recordingFolder();
  const { folder } = recordings;
  clips = await writeSpokenClasses(folder, 3);
  files = [
    ...clips.map(({ file }) => join(folder, file)),
    await writeTable(folder, 't.csv', clips),
  ];
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  recordings.remove();
});

async function openTab(page: Page): Promise<void> {
  await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
  await page.getByRole('tab', { name: /^(Adaptation|适配)$/ }).click();
  await page.getByTestId('adaptation-input').waitFor();
}

/** Gives the tab files and starts the adaptation. */
async function adapt(page: Page, given: readonly string[]): Promise<void> {
  await page.getByTestId('adaptation-drop-files').setInputFiles([...given]);
  await page.getByTestId('adaptation-notice').waitFor();
  await page.getByTestId('adaptation-run').click();
  const result = page.getByTestId('adaptation-result');
  const problem = page.getByTestId('adaptation-run-panel').getByTestId('problem');
  await result.or(problem).waitFor();
  if (await problem.isVisible()) throw new Error((await problem.textContent()) ?? '');
}

const classNames = (page: Page) =>
  page
    .getByTestId('own-class')
    .getByRole('textbox', { name: /^(Name of the class|类别名称)$/ })
    .evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value));

describe('an adaptation on the page', () => {
  test('begins with the classes of the model and says what is missing', async () => {
    const { page, complaints, close } = await visit(browser, program.address);
    await openTab(page);
    expect(await classNames(page)).toEqual(['neutral', 'angry', 'happy', 'sad']);
    expect(await page.getByTestId('adaptation-run').isDisabled()).toBe(true);
    expect(await page.getByTestId('adaptation-missing').textContent()).toBe(
      'At least two classes need recordings.',
    );
    // Words of any language that name the same emotion are one class.
    for (const name of ['angry', '愤怒', 'grumpy']) {
      mkdirSync(join(recordings.folder, 'set', name), { recursive: true });
      recordings.write(`set/${name}/1.wav`, 1);
      recordings.write(`set/${name}/${name}.wav`, 1, (time) => Math.sin(name.length * 900 * time));
    }
    const chooser = page.waitForEvent('filechooser');
    await page
      .getByTestId('adaptation-input')
      .getByRole('button', { name: 'folder' })
      .last()
      .click();
    await (await chooser).setFiles(join(recordings.folder, 'set'));
    await page.getByTestId('adaptation-notice').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('states the gain with its interval, offers the model, and uses it at once', async () => {
    const { page, complaints, origins, close } = await visit(browser, program.address);
    await openTab(page);
    await adapt(page, files);
    const words = await page.getByTestId('adaptation-gain').textContent();
    expect(words).toMatch(/Average recall \(UAR\): \d+% → \d+%, 95% \d+% to \d+%/);
    expect(words).toContain('speakers that the model was not fitted to; 24 recordings, 4 speakers');
    expect(words).toMatch(/Difference: \+\d+ points, 95% \+?\d+ to \+\d+\./);
    expect(await page.getByTestId('adaptation-recalls').getByRole('row').count()).toBe(2);
    const model = page.getByTestId('adaptation-model');
    await model.getByRole('textbox').fill('our calls');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      model.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('our calls.zip');
    expect(
      readFileSync(await file.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    await model.getByRole('button', { name: 'Use it now' }).click();
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    await page.getByTestId('model-status').getByText('our calls').waitFor();
    expect(complaints).toEqual([]);
    expect(origins.size).toBe(1);
    await close();
  });

  test('refuses a model that is not better, with the reason', async () => {
    const { page, close } = await visit(browser, program.address);
    await openTab(page);
    // The labels depend on the speaker and on nothing that one can learn from others.
    const mixed = clips.map((clip) => ({
      ...clip,
      label: ['Ada', 'Ben'].includes(clip.speaker) ? 'calm' : 'agitated',
    }));
    const table = await writeTable(recordings.folder, 'mixed.csv', mixed);
    await adapt(page, [...files.filter((name) => name.endsWith('.wav')), table]);
    const panel = page.getByTestId('adaptation-result');
    await panel.getByRole('heading', { name: 'Not clearly better' }).waitFor();
    expect(await panel.getByTestId('adaptation-gain').textContent()).toMatch(/Keep the base model/);
    expect(await page.getByTestId('adaptation-model').count()).toBe(0);
    await close();
  });

  test('takes files and names class by class, by the keyboard, too, and plays them', async () => {
    const { page, close } = await visit(browser, program.address);
    await openTab(page);
    const cards = page.getByTestId('own-class');
    const choose = (at: number, name: string) =>
      cards.nth(at).getByTestId('own-class-files').setInputFiles(join(EXAMPLES, name));
    await choose(1, 'angry-man.flac');
    await choose(3, 'sad-woman.flac');
    expect(await cards.nth(1).getByTestId('own-clip').count()).toBe(1);
    await page.getByRole('textbox', { name: 'Speaker of angry-man.flac' }).fill('Li');
    const play = page.getByRole('button', { name: 'Play angry-man.flac' });
    await play.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => playedSeconds(page)).toBeGreaterThan(0);
    // Two classes of one name cannot be told apart.
    await cards.nth(3).getByRole('textbox', { name: 'Name of the class' }).fill('愤怒');
    expect(await page.getByTestId('adaptation-missing').textContent()).toContain('name of its own');
    await cards.nth(3).getByRole('textbox', { name: 'Name of the class' }).fill('tired');
    expect(await page.getByTestId('adaptation-missing').textContent()).toContain('fewer than ten');
    await page.getByRole('button', { name: 'Remove the class “tired”' }).click();
    expect(await page.getByTestId('own-clip').count()).toBe(1);
    await page.getByRole('button', { name: 'Remove all' }).click();
    expect(await classNames(page)).toEqual(['neutral', 'angry', 'happy', 'sad']);
    await close();
  });

  test('adds what is recorded to the chosen class', async () => {
    const { page, close } = await visit(browser, program.address, { permissions: ['microphone'] });
    await openTab(page);
    const panel = page.getByTestId('adaptation-classes');
    await panel.getByRole('combobox', { name: 'Class to record' }).selectOption('happy');
    await panel.getByRole('textbox', { name: 'Speaker (optional)' }).fill('Mei');
    await panel.getByRole('button', { name: 'Start recording' }).click();
    await panel.getByRole('button', { name: 'Finish' }).waitFor();
    await page.waitForTimeout(700);
    await panel.getByRole('button', { name: 'Finish' }).click();
    const added = page.getByTestId('own-class').nth(2).getByTestId('own-clip');
    await added.waitFor();
    expect(await added.getByRole('textbox').inputValue()).toBe('Mei');
    await close();
  });

  test('takes the labels that were corrected in a conversation, with their sound', async () => {
    const { page, close } = await visit(browser, program.address);
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    await page.getByRole('tab', { name: 'Conversation' }).click();
    await page
      .getByTestId('conversation-drop-files')
      .setInputFiles(join(EXAMPLES, 'angry-woman.flac'));
    const segment = page.getByTestId('segment');
    await segment.getByRole('button', { name: 'Next segment' }).click();
    const select = segment.getByRole('combobox');
    const own = await select.inputValue();
    await select.selectOption(own === 'sad' ? 'hap' : 'sad');
    await page.getByTestId('adapt-corrections').click();
    const clip = page.getByTestId('own-clip');
    await clip.waitFor();
    expect(await clip.textContent()).toContain('angry-woman');
    await close();
  });
});

test.each(LOOKS)(
  'has no serious fault and nothing that is cut off: $locale, $colorScheme, $size',
  async (look) => {
    const { page, complaints, close } = await visit(browser, program.address, lookOptions(look));
    await openTab(page);
    await adapt(page, files);
    expect(await findFaults(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    await takePicture(page, `adapt-${look.locale}-${look.size}`);
    expect(complaints).toEqual([]);
    await close();
  },
);
