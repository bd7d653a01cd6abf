/**
 * `npm run bench:page`: how long the page's own thread is blocked while this device computes, on the
 * screen of a phone and with a processor that is slowed down. Prints JSON.
 *
 *   npm run bench:page -- [--minutes 10] [--slowdown 4,6] [--speech FILE]
 *
 * A long task is one of more than 50 ms, as https://w3c.github.io/longtasks/ defines it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../scripts/browser.js';
import { build, buildPage, install, root } from '../scripts/prepare.js';
import { makeRecordings } from './long/make-recordings.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    slowdown: { type: 'string', default: '4,6' },
    speech: { type: 'string', default: join(root, 'examples', 'audio', 'angry-woman.flac') },
  },
});

install();
build();
buildPage();
const { loadRecording } = await import('../dist/audio/node.js');
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-page-'));
const server = await startServer();
const browser = await launchBrowser();
try {
  const minutes = [Number(values.minutes)];
  const given = { source: values.speech, folder, minutes, formats: ['wav'], loadRecording };
  const [recording] = await makeRecordings(given);
  if (!recording) throw new Error('No recording was made.');
  const rows = [];
  for (const slowdown of values.slowdown.split(',').map(Number))
    for (const [tab, run] of Object.entries({ recognise, converse }))
      rows.push({ tab, slowdown, ...(await measure(recording.path, slowdown, run)) });
  process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
} finally {
  await browser.close();
  server.child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} path
 * @param {number} slowdown
 * @param {(page: import('playwright-core').Page, path: string) => Promise<void>} run
 */
async function measure(path, slowdown, run) {
  const context = await browser.newContext({
    ...{ locale: 'en-GB', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(3_600_000);
  await page.goto(server.address);
  await page.getByRole('switch', { name: 'On this device' }).check({ force: true });
  await page.getByRole('button', { name: 'Load model' }).click();
  await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
  const client = await context.newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.evaluate(`window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((e) => e.duration)))
      .observe({ type: 'longtask' });`);
  const start = performance.now();
  await run(page, path);
  const seconds = (performance.now() - start) / 1000;
  await page.waitForTimeout(5000);
  /** @type {number[]} */
  const tasks = await page.evaluate('window.tasks');
  await context.close();
  const longest = tasks.reduce((most, each) => Math.max(most, each), 0);
  return { seconds: Math.round(seconds), longTasks: tasks.length, longestMs: Math.round(longest) };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} path
 */
async function recognise(page, path) {
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.getByRole('button', { name: /^Recognise emotion/ }).click();
  await page.getByTestId('answer').waitFor();
  await page.getByTestId('timeline').waitFor();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} path
 */
async function converse(page, path) {
  await page.getByRole('tab', { name: 'Conversation' }).click();
  await page.getByTestId('conversation-drop-files').setInputFiles(path);
  await page.getByTestId('board').waitFor();
}

/** @returns {Promise<{ child: import('node:child_process').ChildProcess, address: string }>} */
function startServer() {
  const program = join(root, 'bin', 'wav2emo.js');
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--log-level', 'error'], {
    env: { ...process.env, WAV2EMO_DEFAULT_MODEL: 'wav2emo-small' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (/** @type {Buffer} */ text) => {
      const [address] = /http:\/\/\S+/.exec(text.toString()) ?? [];
      if (address !== undefined) resolve({ child, address });
    });
    child.once('exit', (code) => reject(new Error(`wav2emo serve ended with ${code}.`)));
  });
}
