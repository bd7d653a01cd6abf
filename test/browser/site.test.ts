import { spawnSync } from 'node:child_process';
import { mkdtempSync, openAsBlob, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { type FolderServer, serveFolder } from '../../scripts/serve-folder.js';
import { loadRecording } from '../../src/audio/index.js';
import { EmotionClassifier } from '../../src/index.js';
import { encodeWav } from '../../web/src/recording/encode-wav.ts';
import { dropFolder } from './support/drop-folder.js';
import { findFaults } from './support/find-faults.js';
import { scrollsSideways } from './support/looks.js';
import { chooseFiles, loadModel, recognise, SIZES, visit } from './support/visit.js';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SCRIPT = fromHere('../../scripts/build-site.js');
const EXAMPLES = fromHere('../../examples/audio/');
const TOLERANCE = 1e-4;

let browser: Browser;
let folder: string;
let site: string;
let host: FolderServer;
/** The examples as WAV files, whose samples every decoder reads the same. */
let clips: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wav2emo-site-'));
  site = join(folder, 'built');
  const { status, stdout, stderr } = build(site);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/: \d+\.\d\d MB in \d+ files/);
  clips = await Promise.all(
    readdirSync(EXAMPLES)
      .filter((name) => name.endsWith('.flac'))
      .map(writeWav),
  );
  [browser, host] = await Promise.all([launchBrowser(), serveSite()]);
});

afterAll(async () => {
  await browser.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Serves the site under a path, as a host of plain files does that sets no headers. */
async function serveSite(): Promise<FolderServer> {
  const { address, close } = await serveFolder({ 'some/path': site }, {});
  return { address: `${address}/some/path/`, close };
}

function build(target: string) {
  return spawnSync(process.execPath, [SCRIPT, target], { encoding: 'utf8' });
}

async function writeWav(name: string): Promise<string> {
  const { samples } = await loadRecording(await openAsBlob(join(EXAMPLES, name)));
  const path = join(folder, name.replace('.flac', '.wav'));
  writeFileSync(path, new Uint8Array(await encodeWav([samples], 16_000).arrayBuffer()));
  return path;
}

type Result = {
  readonly label: string;
  readonly probabilities: Readonly<Record<string, number>>;
};

async function resultsOf(page: Page): Promise<readonly Result[]> {
  await loadModel(page);
  await chooseFiles(page, clips);
  await recognise(page);
  await page.getByText(`${clips.length} of ${clips.length} done`).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('queue-panel').getByRole('button', { name: 'Export JSON' }).click(),
  ]);
  const text = readFileSync(await file.path(), 'utf8');
  return (JSON.parse(text) as { results: readonly Result[] }).results;
}

async function expectResultsOfNode(results: readonly Result[]): Promise<void> {
  await using classifier = await EmotionClassifier.fromHparams({ source: 'wav2emo-small' });
  for (const [at, path] of clips.entries()) {
    const { label, labels, probabilities } = await classifier.classifyFile(path);
    const found = results[at];
    expect(found?.label).toBe(label);
    for (const [place, { id }] of labels.entries()) {
      const difference = (found?.probabilities[id] ?? NaN) - (probabilities[place] ?? 0);
      expect(Math.abs(difference), `${path} ${id}`).toBeLessThan(TOLERANCE);
    }
  }
}

test('the site recognises as Node does, first from a plain host, then without any', async () => {
  const { page, complaints, origins, close } = await visit(browser, host.address);
  await expectResultsOfNode(await resultsOf(page));
  expect([...origins]).toEqual([new URL(host.address).origin]);
  // The host sets no headers, so that the first visit has one thread.
  expect(await page.getByTestId('device-facts').textContent()).toContain('one thread');
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');

  await host.close();
  await page.reload();
  await page.getByTestId('backend').getByText('This page has no server').waitFor();
  await page.getByRole('button', { name: /^angry man$/ }).click();
  await page.getByRole('button', { name: 'Remove all' }).click();
  await expectResultsOfNode(await resultsOf(page));
  // The service worker isolates the page, so that WebAssembly has threads.
  expect(await page.getByTestId('device-facts').textContent()).toMatch(/Computes with \d threads/);
  await page.getByRole('tab', { name: 'Conversation' }).click();
  await page.getByTestId('speakers-one').waitFor();
  await page.getByTestId('conversation-drop-files').setInputFiles(clips[0] ?? '');
  await page.getByTestId('board').waitFor();
  await page.getByRole('tab', { name: 'API' }).click();
  await page.getByText('npx wav2emo serve').first().waitFor();
  expect(complaints).toEqual([]);
  await close();
  host = await serveSite();
});

test('the site converts a checkpoint that is dropped on it', async () => {
  const { page, complaints, close } = await visit(browser, host.address);
  await page.getByTestId('backend').getByText('This page has no server').waitFor();
  await dropFolder(page, fromHere('../fixtures/checkpoints/speechbrain-wav2vec2'));
  await page.locator('[data-testid=model-status][data-state=ready]').waitFor({ timeout: 60_000 });
  await expect(page.getByTestId('model-status').textContent()).resolves.toContain(
    'speechbrain-wav2vec2',
  );
  await chooseFiles(page, clips.slice(0, 2));
  await recognise(page);
  await page.getByText('2 of 2 done').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  { locale: 'zh-CN', colorScheme: 'dark', viewport: SIZES.phone, hasTouch: true },
  { locale: 'en-GB', colorScheme: 'light', viewport: SIZES.desktop },
] as const)('the site has no serious fault in $locale, $colorScheme', async (options) => {
  const { page, close } = await visit(browser, host.address, options);
  await page.waitForTimeout(400);
  const isWide = await scrollsSideways(page);
  expect([await findFaults(page), isWide]).toEqual([[], false]);
  await close();
});

test('can be installed: its manifest names icons that are there', () => {
  const manifest = JSON.parse(readFileSync(join(site, 'site.webmanifest'), 'utf8')) as {
    start_url: string;
    icons: readonly { src: string }[];
  };
  expect(manifest.start_url).toBe('./');
  for (const { src } of manifest.icons)
    expect(readFileSync(join(site, src)).length).toBeGreaterThan(100);
});

test('a folder with other files is not emptied', () => {
  const other = mkdtempSync(join(folder, 'other-'));
  writeFileSync(join(other, 'thesis.txt'), 'precious');
  const { status, stderr } = build(other);
  expect([status, stderr]).toEqual([1, expect.stringContaining('no site of wav2emo')]);
  expect(readFileSync(join(other, 'thesis.txt'), 'utf8')).toBe('precious');
});
