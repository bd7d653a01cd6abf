/**
 * Evaluates the clips of a corpus in the page's tab Evaluation, with a real server and a real Chromium on
 * this machine, and writes `docs/reports/evaluation-page.md`: the time of the whole run, the page's own
 * work for each clip, and the time of the map. The folder has a `manifest.csv` with the columns corpus, path, speaker and
 * emotion. The server and the page must be built.
 *
 *     npm run bench:evaluation-page -- --corpus FOLDER [--name emodb] [--model wav2vec2-mini]
 *         [--clips 535] [--output FILE]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { launchBrowser } from '../scripts/browser.js';

/** The bars: the whole run in seconds on two cores, and the page's own work for a clip in milliseconds. */
const BAR_SECONDS = 60;
const BAR_MILLISECONDS = 10;

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    name: { type: 'string', default: 'emodb' },
    model: { type: 'string', default: 'wav2vec2-mini' },
    clips: { type: 'string', default: '535' },
    output: { type: 'string' },
  },
});
if (values.corpus === undefined) throw new Error('Name the folder of the corpora with --corpus.');
const root = resolve(values.corpus);

/** @type {Record<string, string>[]} */
const rows = parse(readFileSync(join(root, 'manifest.csv')), { columns: true });
const clips = rows.filter(({ corpus }) => corpus === values.name).slice(0, Number(values.clips));
const folder = mkdtempSync(join(tmpdir(), 'wav2emo-evaluation-page-'));
const list = join(folder, 'list.csv');
const labelled = clips.map(({ path = '', emotion, speaker }) => ({
  ...{ file: path.split('/').at(-1), label: emotion, speaker },
}));
writeFileSync(list, stringify(labelled, { header: true }));

const loadBefore = loadavg()[0];
const server = await startServer();
const browser = await launchBrowser();
try {
  const measured = await measure();
  const text = report(measured);
  writeFileSync(
    values.output ?? new URL('../docs/reports/evaluation-page.md', import.meta.url),
    text,
  );
  console.log(text);
} finally {
  await browser.close();
  server.child.kill();
  rmSync(folder, { recursive: true });
}

/** Starts the program with the model, and resolves with its address. */
async function startServer() {
  const program = fileURLToPath(new URL('../bin/wav2emo.js', import.meta.url));
  const words = ['serve', '--port', '0', '--rate-limit', '0', '--model', values.model];
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  /** @type {string} */
  const address = await new Promise((found, failed) => {
    child.stdout.on('data', (text) => {
      const [match] = /http:\/\/\S+/.exec(String(text)) ?? [];
      if (match !== undefined) found(match);
    });
    child.once('exit', (code) => {
      failed(new Error(`wav2emo serve ended with ${code}.`));
    });
  });
  return { child, address };
}

async function measure() {
  const page = await browser.newPage({ locale: 'en-GB' });
  page.setDefaultTimeout(1_800_000);
  await page.goto(server.address);
  await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
  await page.getByRole('tab', { name: 'Evaluation' }).click();
  const files = clips.map(({ path = '' }) => join(root, path));
  await page.getByTestId('evaluation-drop-files').setInputFiles([...files, list]);
  await page.getByText(/Labels from the table list\.csv/).waitFor();
  const session = await page.context().newCDPSession(page);
  // Time of the processor, which other programs of the machine do not lengthen.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const workSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
  const [before, start] = [await workSeconds(), performance.now()];
  await page.getByTestId('evaluation-run').click();
  await page.getByTestId('evaluation-figures').waitFor();
  const seconds = (performance.now() - start) / 1000;
  const summary = await page
    .getByTestId('evaluation-figures')
    .getByRole('status')
    .first()
    .innerText();
  const pageSeconds = (await workSeconds()) - before;
  return { seconds, summary, pageSeconds, ...(await measureMap(page)) };
}

/**
 * Waits for both projections of the map.
 *
 * @param {import('playwright-core').Page} page that shows the figures
 */
async function measureMap(page) {
  await page.evaluate(`window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((e) => e.duration)))
      .observe({ type: 'longtask' });`);
  const start = performance.now();
  const plane = page.getByTestId('evaluation-map-plane');
  await plane.waitFor();
  // Waiting draws nothing, so that only the worker computes.
  await page.getByTestId('evaluation-map').getByText('UMAP', { exact: true }).click();
  await plane.waitFor();
  const mapSeconds = (performance.now() - start) / 1000;
  /** @type {number[]} */
  const tasks = await page.evaluate('window.tasks');
  return { mapSeconds, longestTask: Math.max(0, ...tasks) };
}

/** @param {Awaited<ReturnType<typeof measure>>} measured */
function report({ seconds, summary, pageSeconds, mapSeconds, longestTask }) {
  const perClip = (1000 * pageSeconds) / clips.length;
  const row = (/** @type {(string | number)[]} */ ...cells) => `| ${cells.join(' | ')} |`;
  return `# An evaluation in the page

Generated by \`npm run bench:evaluation-page -- --corpus FOLDER\`; do not edit.

${clips.length} clips of ${values.name} with ${values.model} through the tab Evaluation, server and Chromium on the same machine:
${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}. The page's own work is the processor
time of its main thread (\`TaskDuration\` of Chromium) from the press of the button to the figures. The page says: "${summary}".
Load of the machine in the minute before: ${loadBefore?.toFixed(1)}; on a quiet machine it is below 0.5.

${row('figure', 'measured', 'bar')}
${row('---', '---', '---')}
${row('from the press of the button to the figures', `${seconds.toFixed(1)} s`, `${BAR_SECONDS} s on two cores`)}
${row("the page's own work for each clip", `${perClip.toFixed(1)} ms`, `${BAR_MILLISECONDS} ms`)}
${row('from the figures to both projections of the map, in a worker', `${mapSeconds.toFixed(1)} s`, '')}
${row('longest task of the main thread meanwhile, drawing the points', longestTask > 0 ? `${longestTask.toFixed(0)} ms` : 'below 50 ms', '')}
`;
}
