/**
 * Starts a Firefox without a window and speaks to it over WebDriver BiDi, which Firefox has without a further
 * program: https://w3c.github.io/webdriver-bidi. `WAV2EMO_FIREFOX` names the program.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { WebSocket } from 'ws';

const INSTALLED = [
  ...['/usr/bin/firefox-esr', '/usr/bin/firefox', '/snap/bin/firefox'],
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** A page may play and record without a person, and nothing is fetched from elsewhere at the start. */
const PREFERENCES = {
  'media.autoplay.default': 0,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

const START_MS = 60_000;

/** The path of a Firefox; undefined if there is none. */
export function findFirefox() {
  const named = process.env['WAV2EMO_FIREFOX'];
  return [...(named ? [named] : []), ...INSTALLED].find((path) => existsSync(path));
}

/**
 * @typedef {{ version: string, open: (address: string) => Promise<FirefoxPage>, close: () => Promise<void> }} Firefox
 * @typedef {{ evaluate: (expression: string) => Promise<any> }} FirefoxPage
 *   `evaluate` awaits a promise and returns what JSON can hold
 */

/**
 * @param {string} program path of the Firefox
 * @returns {Promise<Firefox>}
 * @throws {Error} if it does not start within a minute
 */
export async function launchFirefox(program) {
  const profile = mkdtempSync(join(tmpdir(), 'wav2emo-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const words = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const child = spawn(program, words, {
    env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const send = await connect(`${await addressOf(child)}/session`);
    const { capabilities } = await send('session.new', { capabilities: {} });
    return { version: capabilities.browserVersion, open: (address) => open(send, address), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The address that Firefox prints.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let words = '';
    const timer = setTimeout(() => {
      reject(new Error(`Firefox did not start within a minute:\n${words}`));
    }, START_MS);
    child.stderr?.on('data', (/** @type {Buffer} */ text) => {
      words = (words + text.toString()).slice(-5000);
      const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(words) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`Firefox ended with ${code}:\n${words}`));
    });
  });
}

/**
 * @typedef {(method: string, params: object) => Promise<any>} Send
 * @param {string} address
 * @returns {Promise<Send>}
 */
async function connect(address) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  /** @type {Map<number, (reply: any) => void>} */
  const waiting = new Map();
  socket.on('message', (data) => {
    const reply = JSON.parse(String(data));
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  let calls = 0;
  return async (method, params) => {
    const id = ++calls;
    const reply = await new Promise((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if (reply.type === 'error') throw new Error(`${method}: ${reply.message}`);
    return reply.result;
  };
}

/**
 * @param {Send} send
 * @param {string} address
 * @returns {Promise<FirefoxPage>}
 */
async function open(send, address) {
  const { context } = await send('browsingContext.create', { type: 'tab' });
  await send('browsingContext.navigate', { context, url: address, wait: 'complete' });
  return {
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await send('script.evaluate', {
        expression: `(async () => JSON.stringify(await (${expression})))()`,
        ...{ target: { context }, awaitPromise: true },
      });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return result.value === undefined ? undefined : JSON.parse(result.value);
    },
  };
}
