import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { loadModel, recognise, shownLabel, SIZES, visit } from './support/visit.js';

let browser: Browser | undefined;
let program: Program;
let recordings: RecordingFolder;

beforeAll(async () => {
  recordings = recordingFolder();
  program = await startProgram(['--allowed-hosts', 'page.test']);
});

afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

afterAll(async () => {
  await program.stop();
  recordings.remove();
});

/** A browser whose microphone plays a file in a loop. */
async function listenTo(file: string): Promise<Browser> {
  browser = await launchBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`,
  ]);
  return browser;
}

async function openRecorder(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Record', exact: true }).click();
}

async function startRecording(page: Page): Promise<void> {
  await openRecorder(page);
  await page.getByRole('button', { name: 'Start recording' }).click();
}

const phase = (page: Page) => page.getByTestId('recorder-phase');

describe('recording', () => {
  test('counts down, shows the level, pauses, and yields a recording that is classified', async () => {
    const voice = recordings.write('microphone.wav', 8, undefined, 48_000);
    const { page, complaints, close } = await visit(await listenTo(voice), program.address);
    await loadModel(page);
    await startRecording(page);
    await phase(page)
      .getByText(/Starting in [123]/)
      .waitFor();
    await phase(page).getByText('Recording').waitFor();
    const meter = page.getByRole('meter');
    await expect
      .poll(async () => Number(await meter.getAttribute('aria-valuenow')), { timeout: 20_000 })
      .toBeGreaterThan(-30);
    await page.getByText(/0:0[2-9] \(at most 2:00\)/).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await page.getByText(/at most 2:00/).textContent();
    await page.waitForTimeout(1500);
    expect(await page.getByText(/at most 2:00/).textContent()).toBe(paused);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.waitForTimeout(1000);
    await page.getByRole('button', { name: 'Finish' }).click();
    expect(await page.getByTestId('recordings').textContent()).toMatch(
      /Recording \d\d-\d\d-\d\d\.wav/,
    );
    await recognise(page);
    expect(await shownLabel(page)).toMatch(/^(neu|ang|hap|sad)$/);
    const [, seconds] =
      /\((\d+\.\d) s\)/.exec((await page.getByTestId('explanation').textContent()) ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(2);
    expect(await page.locator('[data-code=silent]').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('starts at once on a phone, and continues while another tab is open', async () => {
    const voice = recordings.write('phone.wav', 8, undefined, 48_000);
    const { page, close } = await visit(await listenTo(voice), program.address, {
      ...{ viewport: SIZES.phone, hasTouch: true, isMobile: true },
    });
    await startRecording(page);
    await phase(page).getByText('Recording').waitFor();
    await page.getByRole('tab', { name: 'Upload' }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.waitForTimeout(1500);
    await page.getByRole('tab', { name: 'Emotion recognition' }).click();
    await openRecorder(page);
    await page.getByText(/0:0[1-9] \(at most 2:00\)/).waitFor();
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByTestId('recordings').waitFor();
    await close();
  });

  test('is not disturbed by a late refusal of the recording that was discarded before it', async () => {
    const voice = recordings.write('late.wav', 8, undefined, 48_000);
    const { page, close } = await visit(await listenTo(voice), program.address);
    await page.evaluate(`(() => {
      const devices = navigator.mediaDevices;
      const open = devices.getUserMedia.bind(devices);
      let calls = 0;
      devices.getUserMedia = async (wanted) => {
        if (++calls > 1) return open(wanted);
        await new Promise((resolve) => setTimeout(resolve, 2000));
        throw new DOMException('late', 'NotReadableError');
      };
    })()`);
    await startRecording(page);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Start recording' }).click();
    await page.getByText(/0:0[1-9] \(at most 2:00\)/).waitFor();
    expect(await page.getByTestId('recorder-problem').count()).toBe(0);
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByTestId('recordings').waitFor();
    await close();
  });

  test('warns while the microphone is silent', async () => {
    const silence = recordings.write('nothing.wav', 4, () => 0, 48_000);
    const { page, close } = await visit(await listenTo(silence), program.address);
    await startRecording(page);
    await page.getByTestId('silent').waitFor();
    expect(await page.getByTestId('silent').textContent()).toContain('muted');
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await page.getByTestId('recordings').count()).toBe(0);
    await close();
  });

  test('says what to do if the microphone is refused', async () => {
    browser = await launchBrowser(['--deny-permission-prompts']);
    const { page, close } = await visit(browser, program.address);
    await startRecording(page);
    const problem = page.getByTestId('recorder-problem');
    await problem.waitFor();
    expect(await problem.textContent()).toMatch(/Allow “Microphone”|No microphone was found/);
    await close();
  });

  test('says that a page without https gets no microphone', async () => {
    browser = await launchBrowser(['--host-resolver-rules=MAP page.test 127.0.0.1']);
    const address = program.address.replace('127.0.0.1', 'page.test');
    const { page, close } = await visit(browser, address);
    await startRecording(page);
    const problem = page.getByTestId('recorder-problem');
    await problem.waitFor();
    expect(await problem.textContent()).toContain('https');
    await close();
  });
});
