/** Opens a variant in a Chromium of its own: an empty cache, and memory of its own. */
import { readFileSync } from 'node:fs';
import { launchBrowser } from '../../scripts/browser.js';

/**
 * @param variant `{ program, threads }` with `model` or `dtype`, see page.js
 * @param {string} address of the server
 * @param {string} clip path of the clip that is classified first
 * @returns what the start took, and what measures the variant
 */
export async function openInBrowser(variant, address, clip) {
  const browser = await launchBrowser();
  try {
    return await open(browser, variant, address, clip);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function open(browser, variant, address, clip) {
  const page = await browser.newPage();
  // A call of a large model may take minutes on a slow machine.
  page.setDefaultTimeout(0);
  let bytes = 0;
  page.context().on('response', (response) => {
    bytes += Number(response.headers()['content-length'] ?? 0);
  });
  await page.goto(`${address}/wav2emo/bench/browser/page.html`);
  await page.locator('[data-state=ready]').waitFor({ state: 'attached' });
  const inPage = (name, ...words) =>
    page.evaluate(([call, given]) => globalThis[call](...given), [name, words]);
  const start = await inPage('openVariant', variant, base64(clip));
  return {
    start: { ...start, bytes, memory: peakMemory(await renderersOf(browser)) },
    classify: (path) => inPage('classifyClip', base64(path)),
    speak: (path, seconds) => inPage('speak', base64(path), seconds),
    memory: async () => peakMemory(await renderersOf(browser)),
    close: () => browser.close(),
  };
}

function base64(path) {
  return readFileSync(path).toString('base64');
}

/** The processes that run pages and their workers. */
async function renderersOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** The largest memory of one of the processes so far, in bytes; only Linux says it. */
export function peakMemory(processes) {
  if (process.platform !== 'linux') return undefined;
  const peaks = processes.map((id) =>
    /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8')),
  );
  return 1024 * Math.max(...peaks.map((found) => Number(found?.[1] ?? 0)));
}
