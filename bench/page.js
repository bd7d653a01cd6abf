/**
 * `npm run bench:page`: how long the page's own thread is blocked while this device computes, on the
 * screen of a phone and with a processor that is slowed down. Writes its part of docs/reports/browser.md.
 *
 *   npm run bench:page -- [--minutes 10] [--slowdown 4,6] [--speech FILE] [--print]
 *
 * A long task is one of more than 50 ms, as https://w3c.github.io/longtasks/ defines it. A task that waits for a
 * processor that other programs use is long, too, so its time on the processor is measured besides.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../scripts/browser.js';
import { build, buildPage, install, root } from '../scripts/prepare.js';
import { watchTasks } from './browser/long-tasks.js';
import { pageSection } from './browser/page-section.js';
import { writeSection } from './browser/write-section.js';
import { makeRecordings } from './long/make-recordings.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    slowdown: { type: 'string', default: '4,6' },
    speech: { type: 'string', default: join(root, 'examples', 'audio', 'angry-woman.flac') },
    print: { type: 'boolean', default: false },
  },
});

/** A phone's screen. */
const VIEWPORT = { width: 390, height: 844 };
/** Looking for an element costs the page's thread time, too, so the bench looks rarely. */
const LOOK_MS = 1000;
const LIMIT_MS = 1_200_000;

install();
build();
buildPage();
const { loadRecording } = await import('../dist/audio/node.js');
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-page-'));
const server = await startServer();
const browser = await launchBrowser();
const loadBefore = loadavg()[0];
const rows = [];
try {
  const minutes = [Number(values.minutes)];
  const given = { source: values.speech, folder, minutes, formats: ['wav'], loadRecording };
  const [recording] = await makeRecordings(given);
  if (!recording) throw new Error('No recording was made.');
  for (const slowdown of values.slowdown.split(',').map(Number))
    for (const [tab, run] of Object.entries({ recognise, converse })) {
      const row = { tab, slowdown, ...(await attempt(recording.path, slowdown, run)) };
      process.stderr.write(`${JSON.stringify(row)}\n`);
      rows.push(row);
    }
} finally {
  await browser.close();
  server.child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
const section = pageSection({
  ...{ rows, minutes: values.minutes, viewport: VIEWPORT },
  machine: { processor: cpus()[0].model.trim(), cores: cpus().length },
  load: { before: loadBefore, after: loadavg()[0] },
});
if (values.print) process.stdout.write(section);
else writeSection("The page's own thread", section);

async function attempt(path, slowdown, run) {
  try {
    return await measure(path, slowdown, run);
  } catch (error) {
    return { failure: String(error.message).split('\n', 1)[0] };
  }
}

/**
 * @param {string} path
 * @param {number} slowdown
 * @param {(page: import('playwright-core').Page, path: string) => Promise<void>} run
 */
async function measure(path, slowdown, run) {
  const context = await browser.newContext({
    ...{ locale: 'en-GB', viewport: VIEWPORT, hasTouch: true, isMobile: true },
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(server.address);
    await page.getByRole('switch', { name: 'On this device' }).check({ force: true });
    await page.getByRole('button', { name: 'Load model' }).click();
    await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
    const client = await context.newCDPSession(page);
    await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const endWatch = await watchTasks(client);
    const start = performance.now();
    await run(page, path);
    const seconds = (performance.now() - start) / 1000;
    // What is drawn after the result belongs to it.
    await page.waitForTimeout(5000);
    return { seconds, ...(await endWatch()) };
  } finally {
    await context.close();
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} path
 */
async function recognise(page, path) {
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.getByRole('button', { name: /^Recognise emotion/ }).click();
  await untilShown(page, 'answer');
  await untilShown(page, 'timeline');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} path
 */
async function converse(page, path) {
  await page.getByRole('tab', { name: 'Conversation' }).click();
  await page.getByTestId('conversation-drop-files').setInputFiles(path);
  await untilShown(page, 'board');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name of an element for tests
 */
async function untilShown(page, name) {
  const find = `document.querySelector('[data-testid=${name}]') !== null`;
  const limit = performance.now() + LIMIT_MS;
  while (!(await page.evaluate(find))) {
    if (performance.now() > limit) throw new Error(`${name} did not appear`);
    await page.waitForTimeout(LOOK_MS);
  }
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
