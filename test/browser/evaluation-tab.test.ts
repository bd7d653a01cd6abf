import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { parseEvaluation } from '../../src/evaluation/index.js';
import {
  evaluateFiles,
  EXAMPLES,
  exportEvaluation,
  LABELS,
  writeLabels,
} from './support/evaluation.js';
import { findFaults } from './support/find-faults.js';
import { LOOKS, lookOptions, scrollsSideways, takePicture } from './support/looks.js';
import { playedSeconds } from './support/played-seconds.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { loadModel, visit } from './support/visit.js';

/** Rows that cannot be counted, each for another reason. */
const BAD = [
  'gone.wav,happy,w',
  'broken.wav,happy,w',
  'bored.wav,bored,w',
  'odd.wav,wibble,w',
  'empty.wav,,w',
];

let browser: Browser;
let program: Program;
let recordings: RecordingFolder;
let files: string[];

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), startProgram()]);
  recordings = recordingFolder();
  const table = writeLabels(recordings.folder, [...LABELS, ...BAD]);
  const broken = join(recordings.folder, 'broken.wav');
  writeFileSync(broken, 'This is not audio at all.');
  files = [
    ...EXAMPLES,
    ...['bored.wav', 'odd.wav', 'empty.wav', 'unlisted.wav'].map((name) =>
      recordings.write(name, 1),
    ),
    broken,
    table,
  ];
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  recordings.remove();
});

/** Opens the tab, gives it all files and waits for the figures; returns the names that were uploaded. */
async function evaluate(page: Page): Promise<unknown> {
  await page.evaluate(`(() => {
    window.sent = [];
    const append = FormData.prototype.append;
    FormData.prototype.append = function (...values) {
      if (values[0] === 'files') window.sent.push(values[2]);
      return append.apply(this, values);
    };
  })()`);
  await loadModel(page);
  await evaluateFiles(page, files);
  return await page.evaluate('window.sent.toSorted()');
}

describe('an evaluation on the page', () => {
  test('counts the labelled clips and names everything that it does not count', async () => {
    const { page, complaints, origins, close } = await visit(browser, program.address);
    const sent = await evaluate(page);
    // Each labelled recording is sent once; those without a usable label and the table never.
    const labelled = [...LABELS, 'broken.wav', 'bored.wav'].map((row) => row.split(',')[0]);
    expect(sent).toEqual(labelled.toSorted());
    const counts = await page.getByTestId('evaluation-matrix').locator('button').allTextContents();
    expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(LABELS.length);
    expect(await page.getByTestId('evaluation-estimates').locator('tbody tr').count()).toBe(3);
    expect(await page.getByText('bootstrap over speakers').count()).toBe(1);
    const reasons = await page.evaluate<readonly [string, string][]>(
      `[...document.querySelectorAll('[data-testid=evaluation-left-out] li')]
        .map(({ dataset, textContent }) => [dataset.reason, textContent])`,
    );
    const byReason = Object.fromEntries(reasons);
    expect(byReason).toMatchObject({
      'missing-file': expect.stringContaining('gone.wav') as string,
      unlisted: expect.stringContaining('unlisted.wav') as string,
      'unknown-label': expect.stringContaining('wibble') as string,
      'no-label': expect.stringContaining('empty.wav') as string,
      outside: expect.stringContaining('bored.wav') as string,
      failed: expect.stringContaining('broken.wav') as string,
    });
    expect(reasons).toHaveLength(6);
    expect(complaints).toEqual([]);
    expect(origins.size).toBe(1);
    await close();
  });

  test('opens and plays the clips of a cell, by the keyboard, too', async () => {
    const { page, close } = await visit(browser, program.address);
    await evaluate(page);
    const matrix = page.getByTestId('evaluation-matrix');
    const wrong = matrix.locator('button[data-right=false]').first();
    const count = Number(await wrong.textContent());
    expect(count).toBeGreaterThan(0);
    await wrong.focus();
    await page.keyboard.press('Enter');
    expect(await wrong.getAttribute('aria-pressed')).toBe('true');
    const panel = page.getByTestId('evaluation-clips');
    await expect.poll(() => panel.getByRole('listitem').count()).toBe(count);
    await expect.poll(() => playedSeconds(page)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'All errors' }).click();
    const errors = await panel.getByRole('listitem').count();
    expect(errors).toBeGreaterThanOrEqual(count);
    await close();
  });

  test('is exported as the JSON of the command line and as a row for each clip', async () => {
    const { page, close } = await visit(browser, program.address);
    await evaluate(page);
    const text = await exportEvaluation(page, 'Export JSON');
    expect(parseEvaluation(text, 'page.json').data.name).toBe('labels.csv');
    const evaluation = JSON.parse(text) as {
      format: string;
      data: { sha256: string };
      problems: { kind: string }[];
      clips: unknown[];
      runs: { figures: { clips: number; speakers: number; outside: unknown } }[];
    };
    expect(evaluation.format).toBe('wav2emo-evaluation');
    expect(evaluation.data.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(evaluation.clips).toHaveLength(LABELS.length + 1);
    expect(evaluation.runs[0]?.figures).toMatchObject({
      ...{ clips: LABELS.length, speakers: 2, outside: { bored: 1 } },
    });
    expect(evaluation.problems.map(({ kind }) => kind).toSorted()).toEqual([
      ...['failed', 'missing-file', 'no-label', 'no-label', 'unknown-label'],
    ]);
    const rows = (await exportEvaluation(page, 'Export CSV')).trimEnd().split('\n');
    expect(rows[0]).toBe('\uFEFFfile,label,speaker,result,score,neu,ang,hap,sad,note,detail');
    expect(rows).toHaveLength(1 + LABELS.length + 1 + 5);
    expect(rows.find((row) => row.startsWith('angry-man.flac,angry,m,'))).toBeDefined();
    await close();
  });

  test('takes the labels from the names of folders, and says what is missing without any', async () => {
    const { page, close } = await visit(browser, program.address);
    await loadModel(page);
    await page.getByRole('tab', { name: 'Evaluation' }).click();
    await page.getByTestId('evaluation-drop-files').setInputFiles(recordings.write('v.wav', 1));
    await page.getByText('No labels were found').waitFor();
    expect(await page.getByTestId('evaluation-run').isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Remove all' }).click();
    const set = join(recordings.folder, 'set');
    for (const label of ['happy', '悲伤', 'Anger']) {
      mkdirSync(join(set, label), { recursive: true });
      recordings.write(`set/${label}/1.wav`, 1);
    }
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a folder' }).last().click();
    await (await chooser).setFiles(set);
    await page.getByText('3 recordings · Labels from the names of the folders').waitFor();
    await page.getByTestId('evaluation-run').click();
    await page
      .getByTestId('evaluation-figures')
      .getByText(/: 3 clips, speakers not known/)
      .waitFor();
    await close();
  });
});

test.each(LOOKS)(
  'the tab in $locale, $colorScheme, on a $size has no serious fault and never scrolls sideways',
  async (look) => {
    const { page, close } = await visit(browser, program.address, lookOptions(look));
    await evaluate(page);
    await page.getByTestId('evaluation-matrix').locator('button').first().click();
    await page.getByTestId('clip-player').waitFor();
    await page.getByTestId('evaluation-map-plane').waitFor();
    await page.waitForTimeout(400);
    expect(await findFaults(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    const tops =
      "[...document.querySelectorAll('[role=tab].view-tab')].map((tab) => tab.offsetTop)";
    // All tabs are on one line.
    expect(new Set(await page.evaluate<readonly number[]>(tops)).size).toBe(1);
    const heading = look.locale === 'zh-CN' ? '混淆矩阵' : 'Confusion matrix';
    expect(await page.getByText(heading, { exact: true }).count()).toBe(1);
    await takePicture(page, `evaluation-${look.locale}-${look.size}`);
    await close();
  },
);

/** As many clips as EmoDB has. */
const MANY = 535;
const LABELS4 = ['neutral', 'angry', 'happy', 'sad'];

test('535 clips take the page less than 10 ms each beside the server', async () => {
  const { page, close } = await visit(browser, program.address);
  await loadModel(page);
  // Answers of the server, so that only the page computes from now on; the embeddings differ.
  const answer = { label: 'ang', index: 1, score: 0.7, durationSeconds: 2, computeSeconds: 0.1 };
  const rest = { model: 'wav2vec2-mini', labels: [], findings: [], file: 'x' };
  const probabilities = { neu: 0.1, ang: 0.7, hap: 0.1, sad: 0.1 };
  await page.evaluate(`(() => {
    const result = ${JSON.stringify({ ...rest, ...answer, probabilities })};
    const embedding = Array.from({ length: 768 }, Math.random);
    let sent = 0;
    const answer = () => {
      const own = embedding.map((value, at) => value * Math.sin(at * ++sent));
      return JSON.stringify({ results: [{ ...result, embedding: own }] });
    };
    window.XMLHttpRequest = class extends EventTarget {
      upload = new EventTarget();
      status = 200;
      statusText = 'OK';
      responseText = answer();
      open() {}
      abort() {}
      send() {
        setTimeout(() => this.dispatchEvent(new Event('load')));
      }
    };
  })()`);
  const rows = Array.from(
    { length: MANY },
    (_, at) => `${at}.wav,${LABELS4[at % 4] ?? ''},s${at % 10}`,
  );
  await page.getByRole('tab', { name: 'Evaluation' }).click();
  await page.getByTestId('evaluation-drop-files').setInputFiles([
    ...rows.map((_, at) => ({
      ...{ name: `${at}.wav`, mimeType: 'audio/wav' },
      buffer: Buffer.from('RIFF'),
    })),
    {
      ...{ name: 'labels.csv', mimeType: 'text/csv' },
      buffer: Buffer.from(['file,label,speaker', ...rows].join('\n')),
    },
  ]);
  await page.getByText('535 recordings · Labels from the table labels.csv').waitFor();
  const milliseconds = await page.evaluate<number>(`new Promise((resolve) => {
    const start = performance.now();
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[data-testid=evaluation-figures]')) return;
      observer.disconnect();
      resolve(performance.now() - start);
    }).observe(document.body, { childList: true, subtree: true });
    document.querySelector('[data-testid=evaluation-run]').click();
  })`);
  await page.getByText(`: ${MANY} clips, 10 speakers`).waitFor();
  expect(await page.getByTestId('evaluation-clips').getByRole('listitem').count()).toBe(100);
  expect(milliseconds / MANY).toBeLessThan(10);
  const map = page.getByTestId('evaluation-map');
  await map.getByText('UMAP', { exact: true }).click();
  const plane = map.getByTestId('evaluation-map-plane');
  await plane.waitFor();
  expect(await plane.getByRole('option').count()).toBe(MANY);
  await close();
});
