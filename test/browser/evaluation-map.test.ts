import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import {
  evaluateFiles,
  EXAMPLES,
  exportEvaluation,
  LABELS,
  writeLabels,
} from './support/evaluation.js';
import { findFaults } from './support/find-faults.js';
import { playedSeconds } from './support/played-seconds.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { loadModel, SIZES, type Visit, visit } from './support/visit.js';

let browser: Browser;
let program: Program;
let recordings: RecordingFolder;
let files: readonly string[];

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), startProgram()]);
  recordings = recordingFolder();
  // The model does not have the last label.
  const table = writeLabels(recordings.folder, [...LABELS, 'bored.wav,bored,x']);
  files = [...EXAMPLES, recordings.write('bored.wav', 1), table];
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  recordings.remove();
});

async function showMap(options: Parameters<typeof visit>[2] = {}): Promise<Visit> {
  const visited = await visit(browser, program.address, options);
  await loadModel(visited.page);
  await evaluateFiles(visited.page, files);
  await pointsOf(visited.page).first().waitFor();
  return visited;
}

const mapOf = (page: Page) => page.getByTestId('evaluation-map');
const pointsOf = (page: Page) => page.getByTestId('evaluation-map-plane').getByRole('option');
const chosenIn = (page: Page) => page.getByTestId('evaluation-map-point').textContent();
const legendOf = (page: Page) =>
  page.getByTestId('evaluation-map-legend').getByRole('listitem').allTextContents();

describe('the map of the embeddings', () => {
  test('has a point for each clip, and colours them by what is known', async () => {
    const { page, complaints, origins, close } = await showMap();
    expect(await pointsOf(page).count()).toBe(LABELS.length + 1);
    expect(await legendOf(page)).toEqual(['neutral2', 'angry3', 'happy1', 'bored1']);
    const choice = mapOf(page).getByRole('combobox');
    expect(await choice.locator('option').allTextContents()).toEqual([
      ...['by label', 'by result', 'by right or wrong', 'by speaker'],
    ]);
    const colors = () =>
      pointsOf(page).evaluateAll((all) =>
        all.map((each) => (each as unknown as { style: { color: string } }).style.color),
      );
    const byLabel = await colors();
    await choice.selectOption('speaker');
    expect(await legendOf(page)).toEqual(['m2', 'w4', 'x1']);
    expect(new Set(await colors()).size).toBe(3);
    expect(await colors()).not.toEqual(byLabel);
    await choice.selectOption('verdict');
    expect((await legendOf(page)).at(-1)).toBe('not counted1');
    expect(await mapOf(page).locator('[data-verdict=outside]').count()).toBe(1);
    expect(complaints).toEqual([]);
    // The worker, too, is a file of the server.
    expect(origins.size).toBe(1);
    await close();
  });

  test('plays and names the point that is pressed; a second press pauses', async () => {
    const { page, close } = await showMap();
    const point = pointsOf(page).filter({ has: page.locator('xpath=self::*[@data-at="0"]') });
    await point.click({ force: true });
    await expect.poll(() => playedSeconds(page)).toBeGreaterThan(0);
    expect(await chosenIn(page)).toMatch(
      /^angry-man\.flac: label angry, result \w+ \([\d.]+%\), (right|wrong); speaker m$/,
    );
    expect(await point.getAttribute('aria-selected')).toBe('true');
    const isPaused = "document.querySelector('[data-testid=clip-player]').paused";
    expect(await page.evaluate(isPaused)).toBe(false);
    await point.click({ force: true });
    await expect.poll(() => page.evaluate(isPaused)).toBe(true);
    await close();
  });

  test('is one stop of the keyboard, whose arrow keys play from point to point', async () => {
    const { page, close } = await showMap();
    await mapOf(page).getByRole('combobox').focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => playedSeconds(page)).toBeGreaterThan(0);
    const first = await chosenIn(page);
    const keys = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'];
    const heard = new Set([first]);
    for (const key of [...keys, ...keys]) {
      await page.keyboard.press(key);
      heard.add(await chosenIn(page));
    }
    expect(heard.size).toBeGreaterThan(1);
    expect(await mapOf(page).locator('[role=option][tabindex="0"]').count()).toBe(1);
    // The next stop is the list, which has every clip of the map.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const rows = page.getByTestId('evaluation-map-list').getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(LABELS.length + 1);
    await rows.filter({ hasText: 'bored.wav' }).getByRole('button').click();
    expect(await chosenIn(page)).toMatch(/^bored\.wav: label bored, .* not counted; speaker x$/);
    await close();
  });

  test('is drawn by UMAP, too, in Chinese on a phone', async () => {
    const options = { locale: 'zh-CN', viewport: SIZES.phone, hasTouch: true };
    const { page, close } = await showMap(options);
    const places = () =>
      pointsOf(page).evaluateAll((all) =>
        all.map((each) =>
          (each as unknown as { getAttribute: (name: string) => string }).getAttribute('cx'),
        ),
      );
    const before = await places();
    await mapOf(page).getByText('UMAP', { exact: true }).click();
    await pointsOf(page).first().waitFor();
    expect(await places()).not.toEqual(before);
    await pointsOf(page).first().tap({ force: true });
    expect(await chosenIn(page)).toMatch(
      /：标签为.+，结果为.+，(判断正确|判断错误|不计入)；说话人/,
    );
    expect(await findFaults(page)).toEqual([]);
    await close();
  });
});

test('the exported page has the map and the wrong recordings, and needs nothing else', async () => {
  const { page, close } = await showMap();
  const html = await exportEvaluation(page, 'Export HTML');
  const place = join(recordings.folder, 'exported.html');
  writeFileSync(place, html);
  const exported = await page.context().newPage();
  const messages: string[] = [];
  exported.on('console', (message) => messages.push(message.text()));
  await exported.goto(pathToFileURL(place).href);
  expect(await exported.locator('.plane circle').count()).toBe(2 * (LABELS.length + 1));
  const wrong = await page.getByTestId('evaluation-clips').getByRole('listitem').count();
  expect(wrong).toBeGreaterThan(0);
  expect(await exported.locator('audio[src^="data:"]').count()).toBe(wrong);
  await exported.locator('label:has(#map-verdict)').click();
  expect(await exported.locator('.names-verdict').isVisible()).toBe(true);
  expect(messages).toEqual([]);
  await close();
});
