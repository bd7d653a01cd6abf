/** Opens a variant in a Chromium of its own, whose memory is then its own, too. */
import { readFileSync } from 'node:fs';
import { launchBrowser } from '../../scripts/browser.js';

/** A clip of four seconds is the first one that is classified. */
const FIRST = 4;

/**
 * @returns the variant with its load times, the bytes that it fetched, and what measures it
 */
export async function openVariant(variant, address, { sounds }) {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  let bytes = 0;
  page.context().on('response', (response) => {
    bytes += Number(response.headers()['content-length'] ?? 0);
  });
  await page.goto(`${address}/wav2emo/bench/browser/page.html`);
  await page.locator('[data-state=ready]').waitFor({ state: 'attached' });
  const clip = base64(sounds.clips[FIRST]);
  const opened = await page.evaluate(
    ([settings, text]) => globalThis.openVariant(settings, text),
    [variant, clip],
  );
  return {
    ...{ name: variant.name, ...opened, bytes },
    classify: (path) => page.evaluate((text) => globalThis.classifyClip(text), base64(path)),
    speak: (path, seconds) =>
      page.evaluate(
        ([text, duration]) => globalThis.speak(text, duration),
        [base64(path), seconds],
      ),
    memory: () => peakMemory(browser),
    close: () => browser.close(),
  };
}

function base64(path) {
  return readFileSync(path).toString('base64');
}

/** The largest memory of the processes that run pages and their workers, in bytes; only Linux says it. */
async function peakMemory(browser) {
  if (process.platform !== 'linux') return undefined;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const peaks = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8')));
  return 1024 * Math.max(...peaks.map((found) => Number(found?.[1] ?? 0)));
}
