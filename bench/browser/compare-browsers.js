/** Computes checks in browsers and in Node, and how much they differ. */
import { launchBrowser } from '../../scripts/browser.js';
import { findFirefox, launchFirefox } from '../../scripts/firefox.js';

const PAGE = '/wav2emo/bench/browser/door.html';
const MODEL = '/wav2emo/models/wav2emo-small';

/** @typedef {{ evaluate: (expression: string) => Promise<any>, version: string, close: () => Promise<void> }} Opened */

/** @type {Record<string, (address: string) => Promise<Opened | undefined>>} */
const BROWSERS = {
  chromium: async (address) => {
    const browser = await launchBrowser();
    const page = await browser.newPage();
    await page.goto(address);
    return {
      evaluate: (expression) =>
        page
          .evaluate(`(async () => JSON.stringify(await (${expression})))()`)
          .then((/** @type {any} */ text) => text && JSON.parse(text)),
      version: `Chromium ${browser.version()}`,
      close: () => browser.close(),
    };
  },
  firefox: async (address) => {
    const program = findFirefox();
    if (program === undefined) return undefined;
    const browser = await launchFirefox(program);
    const { evaluate } = await browser.open(address);
    return { evaluate, version: `Firefox ${browser.version}`, close: browser.close };
  },
};

/**
 * @typedef {{ name: string, most: number, largest?: number, count: number, problem?: string }} Outcome
 *   `largest` is the largest difference of a number
 *
 * @param {readonly import('./checks.js').Check[]} checks
 * @param {string} address of the server
 * @param {string} [only] the browser that is compared
 * @returns {Promise<{ name: string, version?: string, outcomes: Outcome[] }[]>} a browser that is not there has no version
 */
export async function compareBrowsers(checks, address, only) {
  /** @type {Map<import('./checks.js').Check, unknown>} */
  const references = new Map();
  const compared = [];
  for (const [name, open] of Object.entries(BROWSERS)) {
    if (only !== undefined && only !== name) continue;
    const opened = await open(`${address}${PAGE}`);
    if (!opened) {
      compared.push({ name, outcomes: [] });
      continue;
    }
    try {
      await opened.evaluate(`(async () => {
        while (document.documentElement.dataset.state !== 'ready')
          await new Promise((resolve) => setTimeout(resolve, 50));
        globalThis.classifier = await wav2emo.EmotionClassifier.fromBundle('${MODEL}');
      })()`);
      const outcomes = [];
      for (const check of checks) outcomes.push(await outcomeOf(check, opened, references));
      compared.push({ name, version: opened.version, outcomes });
    } finally {
      await opened.close();
    }
  }
  return compared;
}

/** @returns {Promise<Outcome>} */
async function outcomeOf(check, { evaluate, version }, references) {
  const { name, most, inPage, inNode, mayRefuse = false } = check;
  const shown = `(${inPage}).catch((error) => ({ error: { code: error.code, message: String(error) } }))`;
  const found = await evaluate(shown);
  let outcome = { name, most, count: 1 };
  if (found?.error) {
    const isRefusal = mayRefuse && found.error.code === 'audio-unsupported';
    outcome.problem = isRefusal ? 'not decoded' : found.error.message;
  } else {
    if (!references.has(check)) references.set(check, await referenceOf(inNode, found));
    outcome = { ...outcome, ...differenceOf(found, references.get(check)) };
  }
  process.stderr.write(`${version}: ${name}: ${outcome.problem ?? outcome.largest}\n`);
  return outcome;
}

async function referenceOf(inNode, found) {
  return inNode ? JSON.parse(JSON.stringify(await inNode())) : found;
}

/**
 * @param {unknown} found
 * @param {unknown} expected
 * @param {string} [place] where in the result
 * @returns {{ largest: number, problem?: string }} `problem` if anything but a number differs
 */
export function differenceOf(found, expected, place = 'the result') {
  if (typeof found === 'number' && typeof expected === 'number')
    return { largest: Math.abs(found - expected) };
  const isObject = (value) => typeof value === 'object' && value !== null;
  if (!isObject(found) || !isObject(expected)) {
    const problem = `${place} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`;
    return found === expected ? { largest: 0 } : { largest: Infinity, problem };
  }
  const keys = new Set([...Object.keys(found), ...Object.keys(expected)]);
  const parts = [...keys].map((key) => differenceOf(found[key], expected[key], `${place}.${key}`));
  const largest = Math.max(0, ...parts.map((part) => part.largest));
  const problem = parts.find((part) => part.problem !== undefined)?.problem;
  return { largest, ...(problem !== undefined && { problem }) };
}
