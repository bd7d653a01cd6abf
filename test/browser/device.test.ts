import {
  mkdirSync,
  mkdtempSync,
  openAsBlob,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { writeSampleCall } from '../../scripts/sample-call.js';
import { loadRecording } from '../../src/audio/index.js';
import { EmotionClassifier } from '../../src/index.js';
import { writeSpokenClasses, writeTable } from '../support/spoken-classes.js';
import { encodeWav } from '../../web/src/recording/encode-wav.ts';
import { findFaults } from './support/find-faults.js';
import { scrollsSideways } from './support/looks.js';
import { type Program, startProgram } from './support/program.js';
import { chooseFiles, loadModel, recognise, SIZES, visit } from './support/visit.js';

const MODEL = 'wav2emo-small';
const EXAMPLES = fileURLToPath(new URL('../../examples/audio/', import.meta.url));
const TOLERANCE = 1e-4;

/** What the page may fetch when this device computes: files, and nothing that a server computes. */
const STATIC =
  /^\/(|assets\/.*|engine\/.*|examples\/.*|page\.json|site\.webmanifest|.*\.(png|svg))$/;

let browser: Browser;
let program: Program;
let folder: string;
let call: string;
/** The examples as WAV files, whose samples every decoder reads the same. */
let clips: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wav2emo-device-'));
  clips = await Promise.all(readdirSync(EXAMPLES).filter(isAudio).map(writeWav));
  ({ call } = await writeSampleCall(folder));
  [browser, program] = await Promise.all([
    launchBrowser([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${clips[0] ?? ''}`,
    ]),
    startProgram([], { WAV2EMO_DEFAULT_MODEL: MODEL }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

const isAudio = (name: string) => name.endsWith('.flac');

async function writeWav(name: string): Promise<string> {
  const { samples } = await loadRecording(await openAsBlob(join(EXAMPLES, name)));
  const path = join(folder, name.replace('.flac', '.wav'));
  writeFileSync(path, new Uint8Array(await encodeWav([samples], 16_000).arrayBuffer()));
  return path;
}

/** Opens the page, switches to this device by the keyboard, and records every request after that. */
async function visitOnDevice(options: BrowserContextOptions = {}) {
  const opened = await visit(browser, program.address, options);
  const { page } = opened;
  const toggle = page.getByRole('switch', { name: /^(On this device|在本机计算)$/ });
  const requests: Request[] = [];
  const sockets: string[] = [];
  page.context().on('request', (request) => requests.push(request));
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await toggle.focus();
  await page.keyboard.press('Space');
  await page.locator('[data-testid=backend][data-kind=device]').waitFor();
  return { ...opened, toggle, requests, sockets };
}

/** Requests that are not for a file, or that carry anything. */
function suspicious(requests: readonly Request[]): string[] {
  return requests
    .filter((request) => {
      const { protocol, pathname } = new URL(request.url());
      if (protocol === 'blob:' || protocol === 'data:') return false;
      const isFile = request.method() === 'GET' && STATIC.test(pathname);
      return !isFile || request.postDataBuffer() !== null;
    })
    .map((request) => `${request.method()} ${request.url()}`);
}

type Exported = {
  readonly results: readonly {
    readonly file: string;
    readonly label: string;
    readonly probabilities: Readonly<Record<string, number>>;
    readonly comparedWith?: { readonly head: string };
  }[];
};

async function exportResults(page: Page): Promise<Exported['results']> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('queue-panel').getByRole('button', { name: 'Export JSON' }).click(),
  ]);
  return (JSON.parse(readFileSync(await file.path(), 'utf8')) as Exported).results;
}

describe('after the switch to this device', () => {
  test('recordings have the results of Node, and no request carries anything', async () => {
    const { page, requests, sockets, complaints, close } = await visitOnDevice();
    await loadModel(page);
    await chooseFiles(page, clips);
    await recognise(page);
    await page.getByText(`${clips.length} of ${clips.length} done`).waitFor();
    const found = await exportResults(page);
    await using classifier = await EmotionClassifier.fromHparams({ source: MODEL });
    for (const [at, path] of clips.entries()) {
      const expected = await classifier.classifyFile(path);
      const result = found[at];
      expect(result?.label).toBe(expected.label);
      for (const [place, { id }] of expected.labels.entries()) {
        const difference =
          (result?.probabilities[id] ?? NaN) - (expected.probabilities[place] ?? 0);
        expect(Math.abs(difference), `${path} ${id}`).toBeLessThan(TOLERANCE);
      }
    }
    expect(await page.getByTestId('device-facts').textContent()).toMatch(
      /^Computes with \d threads\./,
    );
    expect(suspicious(requests)).toEqual([]);
    expect(sockets).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a voice, a conversation, live recognition and an evaluation work', async () => {
    const opened = await visitOnDevice({ permissions: ['microphone'] });
    const { page, requests, sockets, complaints, close } = opened;
    await page.getByRole('button', { name: 'Add a voice' }).click();
    await page.getByTestId('voice-files').setInputFiles([...clips.slice(3)]);
    await page.getByTestId('voice-kept').waitFor();
    await page.keyboard.press('Escape');
    await chooseFiles(page, clips.slice(0, 2));
    await recognise(page);
    await page.getByText('2 of 2 done').waitFor();
    expect((await exportResults(page)).map(({ comparedWith }) => comparedWith?.head)).toEqual([
      'relative',
      'relative',
    ]);

    await page.getByRole('tab', { name: 'Conversation' }).click();
    await page.getByRole('button', { name: 'Start live recognition' }).click();
    await page.getByTestId('live-bars').waitFor();
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByTestId('board').waitFor();
    await page.getByRole('button', { name: 'Analyse another one' }).click();
    await page.getByTestId('conversation-drop-files').setInputFiles(call);
    await page.getByTestId('summary-speaker').nth(1).waitFor();

    await page.getByRole('tab', { name: 'Evaluation' }).click();
    const rows = clips.map((path) => `${path.split('/').at(-1)},${path.split(/[/-]/).at(-2)}`);
    const table = join(folder, 'labels.csv');
    writeFileSync(table, `file,label\n${rows.join('\n')}\n`);
    await page.getByTestId('evaluation-drop-files').setInputFiles([...clips, table]);
    await page.getByTestId('evaluation-run').click();
    await page.getByTestId('evaluation-figures').waitFor();
    const points = page.getByTestId('evaluation-map-plane').getByRole('option');
    await points.first().waitFor();
    expect(await points.count()).toBe(clips.length);
    expect(suspicious(requests)).toEqual([]);
    expect(sockets).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a model is adapted, downloaded as a bundle that Node opens, and used', async () => {
    const { page, requests, complaints, close } = await visitOnDevice();
    const own = mkdtempSync(join(folder, 'own-'));
    const spoken = await writeSpokenClasses(own, 3);
    const table = await writeTable(own, 't.csv', spoken);
    await loadModel(page);
    await page.getByRole('tab', { name: 'Adaptation' }).click();
    await page.getByText('stay on this device').waitFor();
    const files = spoken.map(({ file }) => join(own, file));
    await page.getByTestId('adaptation-drop-files').setInputFiles([...files, table]);
    await page.getByTestId('adaptation-notice').waitFor();
    await page.getByTestId('adaptation-run').click();
    await page.getByTestId('adaptation-gain').waitFor();
    const model = page.getByTestId('adaptation-model');
    await model.getByRole('textbox').fill('our calls');
    const [zip] = await Promise.all([
      page.waitForEvent('download'),
      model.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(zip.suggestedFilename()).toBe('our calls.zip');
    const bundle = join(own, 'our calls');
    mkdirSync(bundle);
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(await zip.path()))))
      writeFileSync(join(own, name), bytes);
    await using classifier = await EmotionClassifier.fromHparams({ source: bundle });
    const [first = ''] = files;
    const expected = await classifier.classifyFile(first);

    await model.getByRole('button', { name: 'Use it now' }).click();
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    await page.getByTestId('model-status').getByText('our calls').waitFor();
    await page.getByRole('tab', { name: 'Emotion recognition' }).click();
    await page.getByTestId('drop-zone-files').setInputFiles([first, clips[0] ?? '']);
    await recognise(page);
    await page.getByText('2 of 2 done').waitFor();
    const [result] = await exportResults(page);
    expect(result?.label).toBe(expected.label);
    for (const [place, { id }] of expected.labels.entries())
      expect(result?.probabilities[id]).toBeCloseTo(expected.probabilities[place] ?? 0, 3);
    expect(suspicious(requests)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('the choice is remembered, and the model is not fetched again', async () => {
    const { page, toggle, requests, close } = await visitOnDevice();
    await loadModel(page);
    requests.length = 0;
    await page.reload();
    await loadModel(page);
    expect(await toggle.isChecked()).toBe(true);
    expect(requests.some((request) => request.url().includes('/api/'))).toBe(false);
    const fetched = requests.filter((request) => request.url().endsWith('.onnx.data'));
    expect(fetched).toEqual([]);
    await page.getByRole('button', { name: 'Delete the kept models' }).click();
    await expect.poll(() => page.getByTestId('kept-models').count()).toBe(0);
    await toggle.focus();
    await page.keyboard.press('Space');
    await page.locator('[data-testid=backend][data-kind=server]').waitFor();
    await close();
  });

  test('a file that is no audio says why, and cannot be sent elsewhere by a switch in between', async () => {
    const { page, toggle, close } = await visitOnDevice();
    const text = join(folder, 'text.wav');
    writeFileSync(text, 'This is not audio at all.');
    await loadModel(page);
    await chooseFiles(page, [text, ...clips]);
    await recognise(page);
    await expect.poll(() => toggle.isDisabled()).toBe(true);
    await page.getByText(`${clips.length + 1} of ${clips.length + 1} done`).waitFor();
    expect(await page.locator('[data-status=failed]').textContent()).toContain('Not an audio file');
    expect(await toggle.isDisabled()).toBe(false);
    await close();
  });

  test.each([
    { locale: 'zh-CN', colorScheme: 'light', viewport: SIZES.phone, hasTouch: true },
    { locale: 'en-GB', colorScheme: 'dark', viewport: SIZES.desktop },
  ] as const)('has no serious fault in $locale, $colorScheme', async (options) => {
    const { page, close } = await visitOnDevice(options);
    await loadModel(page);
    await page.getByTestId('device-facts').waitFor();
    await page.waitForTimeout(400);
    const isWide = await scrollsSideways(page);
    expect([await findFaults(page), isWide]).toEqual([[], false]);
    await close();
  });
});
