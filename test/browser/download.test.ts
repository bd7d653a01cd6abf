import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { checkpointFolder } from '../support/fixtures.js';
import { type HubServer, startHubServer } from '../support/hub-server.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { chooseFiles, recognise, shownLabel, visit } from './support/visit.js';

const REPOSITORY = 'owner/speechbrain-wav2vec2';
const BUNDLE = fileURLToPath(new URL('../../models/ecapa-mini', import.meta.url));

let browser: Browser;
let hub: HubServer;
let program: Program;
let recordings: RecordingFolder;

beforeAll(async () => {
  const folder = checkpointFolder('speechbrain-wav2vec2');
  [browser, hub] = await Promise.all([
    launchBrowser(),
    startHubServer({ folder, repository: REPOSITORY, licence: 'apache-2.0' }),
  ]);
  program = await startProgram(['--hub-models', `${REPOSITORY},owner/none`], {
    HF_ENDPOINT: hub.endpoint,
  });
  recordings = recordingFolder();
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  await hub.close();
  recordings.remove();
});

describe('a model of the hub', () => {
  test('is chosen, shows its size and licence before it is downloaded, and classifies', async () => {
    const { page, complaints, close } = await visit(browser, program.address);
    await page.getByRole('combobox', { name: 'Choose a model' }).click();
    await page.getByRole('option', { name: new RegExp(REPOSITORY) }).click();
    await page.getByRole('button', { name: 'Load model' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('apache-2.0').waitFor();
    expect(await dialog.textContent()).toMatch(/Size\d.* [kM]?B/);
    expect(hub.requests.filter(({ path }) => path.includes('wav2vec2.ckpt'))).toEqual([]);
    await dialog.getByRole('button', { name: 'Download and load' }).click();
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    await page.getByRole('button', { name: 'About this model' }).click();
    const card = page.getByTestId('model-card');
    const tags = await card.getByRole('listitem').allTextContents();
    expect(tags).toEqual(
      expect.arrayContaining(['Audio Classification', 'wav2vec2', 'SpeechBrain']),
    );
    await chooseFiles(page, [recordings.write('voice.wav', 1)]);
    await recognise(page);
    expect(await shownLabel(page)).toMatch(/^(neu|ang|hap|sad)$/);
    expect(await page.getByTestId('explanation').textContent()).toContain(REPOSITORY);
    expect(complaints).toEqual([]);
    await close();
  });

  test('that does not exist is refused with a message before anything starts', async () => {
    const { page, close } = await visit(browser, program.address);
    await page.getByRole('combobox', { name: 'Choose a model' }).click();
    await page.getByRole('option', { name: /owner\/none/ }).click();
    await page.getByRole('button', { name: 'Load model' }).click();
    await page.getByTestId('describe-problem').waitFor();
    const start = page.getByRole('button', { name: 'Download and load' });
    expect(await start.isDisabled()).toBe(true);
    await close();
  });
});

/** Chooses the bundle in the page, and has it loaded as far as it goes without consent. */
async function loadBundle(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Choose a model' }).click();
  await page.getByRole('option', { name: new RegExp(name) }).click();
  const status = page.locator('[data-testid=model-status]:not([data-state=none])');
  await status.waitFor();
  if ((await status.getAttribute('data-state')) === 'failed') return;
  await page.getByRole('button', { name: 'Load model' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Download and load' }).click();
  await page.locator('[data-testid=model-status][data-state=failed]').waitFor();
}

describe('a bundle of the hub', () => {
  const name = 'owner/bundle';
  let publisher: HubServer;
  let shared: Program;
  beforeAll(async () => {
    publisher = await startHubServer({ folder: BUNDLE, repository: name });
    const roles = {
      WAV2EMO_TOKEN: 'token-of-the-operator',
      WAV2EMO_USER_TOKEN: 'token-of-a-classifier',
    };
    shared = await startProgram(['--hub-models', name], {
      ...roles,
      HF_ENDPOINT: publisher.endpoint,
    });
  });
  afterAll(async () => {
    await shared.stop();
    await publisher.close();
  });

  test('is used after a question to the operator, and to nobody else', async () => {
    const { origin } = new URL(shared.address);
    const { page, close } = await visit(browser, `${origin}/?token=token-of-the-operator`);
    await loadBundle(page, name);
    expect(await page.getByTestId('model-status').textContent()).toContain('only with consent');
    const other = await visit(browser, `${origin}/?token=token-of-a-classifier`);
    await loadBundle(other.page, name);
    await other.page.getByTestId('model-status').getByText('only with consent').waitFor();
    expect(await other.page.getByRole('button', { name: 'Use it all the same' }).count()).toBe(0);
    await other.close();
    await page.getByRole('button', { name: 'Use it all the same' }).click();
    const question = page.getByRole('dialog', { name: 'Do you trust the publisher' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await page.getByTestId('model-status').getAttribute('data-state')).toBe('failed');
    await page.getByRole('button', { name: 'Use it all the same' }).click();
    await question.getByRole('button', { name: 'Trust it and load' }).click();
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    await close();
  });
});
