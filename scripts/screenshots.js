/**
 * `node scripts/screenshots.js [RECORDING...]`: writes docs/images/*.png from the real page and the
 * real server. The first recording is shown alone, and all recordings are shown as a list. The
 * default is three recordings from examples/audio. The conversation and the live view show a call
 * that is made from those. The machine needs a Chinese font.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchBrowser } from './browser.js';
import { build, buildPage, install, root } from './prepare.js';
import { writeSampleCall } from './sample-call.js';

const IMAGES = join(root, 'docs', 'images');
const EXAMPLES = join(root, 'examples', 'audio');
const SAMPLES = ['angry-man.flac', 'happy-woman.flac', 'neutral-woman.flac'];

const DESKTOP = { width: 980, height: 860 };
/** Largest height of an image, in pixels. */
const TALLEST = 1400;
const PHONE = { width: 390, height: 844 };

install();
build();
buildPage();
mkdirSync(IMAGES, { recursive: true });
const given = process.argv.slice(2).map((file) => resolve(file));
const recordings = given.length > 0 ? given : SAMPLES.map((name) => join(EXAMPLES, name));
const temporary = mkdtempSync(join(tmpdir(), 'wav2emo-screenshots-'));
const { call, voice } = await writeSampleCall(temporary);
const server = await startServer();
const browser = await launchBrowser([
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-audio-capture=${voice}`,
]);
try {
  await shoot('page-zh', { locale: 'zh-CN', viewport: DESKTOP }, showOne);
  await shoot('page-en', { locale: 'en-GB', viewport: DESKTOP }, showOne);
  await shoot(
    'several-dark',
    { locale: 'en-GB', colorScheme: 'dark', viewport: DESKTOP },
    showAll,
    true,
  );
  await shoot('model', { locale: 'en-GB', viewport: DESKTOP }, showModel);
  await shoot('api-zh', { locale: 'zh-CN', viewport: DESKTOP }, showApi);
  await shoot('phone-zh', { locale: 'zh-CN', viewport: PHONE, hasTouch: true }, showOne, true);
  await shoot(
    'phone-en-dark',
    { locale: 'en-GB', colorScheme: 'dark', viewport: PHONE },
    showOne,
    true,
  );
  await shoot('conversation-en', { locale: 'en-GB', viewport: DESKTOP }, showConversation, true);
  await shoot(
    'conversation-zh',
    { locale: 'zh-CN', viewport: PHONE, hasTouch: true },
    showConversation,
    true,
  );
  const permissions = ['microphone'];
  await shoot(
    'live-en',
    { locale: 'en-GB', viewport: PHONE, hasTouch: true, permissions },
    showLive,
  );
} finally {
  await browser.close();
  rmSync(temporary, { recursive: true, force: true });
  server.child.kill('SIGTERM');
}

/** @returns {Promise<{ child: import('node:child_process').ChildProcess, address: string }>} */
function startServer() {
  const program = join(root, 'bin', 'wav2emo.js');
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--log-level', 'error'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((started, failed) => {
    child.once('exit', () => failed(new Error('The server did not start.')));
    child.stdout.once('data', (text) => started({ child, address: text.toString().trim() }));
  });
}

/**
 * @typedef {import('playwright-core').Page} Page
 * @param {string} name of the image
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(page: Page) => Promise<void>} show brings the page into the state to be shown
 * @param {boolean} belowTabs whether the image begins with the tabs, not with the top of the page
 */
async function shoot(name, options, show, belowTabs = false) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(server.address);
  await show(page);
  // Wait for canvases and fonts.
  await page.waitForTimeout(1200);
  const path = join(IMAGES, `${name}.png`);
  await page.screenshot({ path, fullPage: true, clip: await part(page, belowTabs) });
  await context.close();
}

/**
 * The page's whole width, and at most `TALLEST` pixels of its height.
 *
 * @param {Page} page
 * @param {boolean} belowTabs
 */
async function part(page, belowTabs) {
  const box = await page.locator('html').boundingBox();
  const tabs = await page.getByRole('tablist').first().boundingBox();
  if (!box || !tabs) throw new Error('The page shows nothing.');
  const y = belowTabs ? tabs.y - box.y : 0;
  return { x: 0, y, width: box.width, height: Math.min(box.height - y, TALLEST) };
}

/** @param {Page} page */
async function load(page) {
  const status = page.getByTestId('model-status');
  await page.locator('[data-testid=model-status]:not([data-state=none])').waitFor();
  if ((await status.getAttribute('data-state')) !== 'ready')
    await page.getByRole('button', { name: /^(Load model|加载模型)$/ }).click();
  await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
}

/**
 * @param {Page} page
 * @param {string[]} files
 */
async function recognise(page, files) {
  await load(page);
  await page.locator('input[type=file]').setInputFiles(files);
  await page.getByRole('button', { name: /^(Recognise emotion|执行情感识别)/ }).click();
  await page.getByTestId('player').waitFor();
  if (files.length > 1)
    await page
      .locator('[data-status=finished]')
      .nth(files.length - 1)
      .waitFor();
  await page.mouse.move(0, 0);
}

/** @param {Page} page */
function showOne(page) {
  return recognise(page, recordings.slice(0, 1));
}

/** @param {Page} page */
function showAll(page) {
  return recognise(page, recordings);
}

/** @param {Page} page */
async function showModel(page) {
  await load(page);
  await page.getByRole('button', { name: 'About this model' }).click();
}

/** @param {Page} page */
async function showApi(page) {
  await page.getByRole('tab', { name: 'API' }).click();
}

/** @param {Page} page */
function openConversations(page) {
  return page.getByRole('tab', { name: /^(Conversation|对话)$/ }).click();
}

/** @param {Page} page */
async function showConversation(page) {
  await load(page);
  await openConversations(page);
  await page.getByTestId('conversation-drop-files').setInputFiles(call);
  await page.getByTestId('board').waitFor();
  const moments = page.getByTestId('moments').getByRole('listitem').getByRole('button');
  await moments.first().click();
  await page
    .getByRole('button', { name: /^(Pause|暂停)$/ })
    .first()
    .click();
  await page.getByRole('button', { name: /^(Show everything|显示全部)$/ }).click();
  await page.mouse.move(0, 0);
}

/** @param {Page} page */
async function showLive(page) {
  await load(page);
  await openConversations(page);
  await page.getByRole('button', { name: 'Start live recognition' }).click();
  await page.getByTestId('live-bars').waitFor();
  await page.waitForTimeout(12_000);
}
