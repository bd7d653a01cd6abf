import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { serveFolder } from '../../../scripts/serve-folder.js';

const MODELS = fileURLToPath(new URL('../../../models/', import.meta.url));
const RUNTIME = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));

/** Starts the worker, sends it a port, and posts one request at a time to it. */
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Conformance</title>
<link rel="icon" href="data:,"><script type="module">
const worker = new Worker('/page/worker.js', { type: 'module' });
const { port1, port2 } = new MessageChannel();
worker.postMessage({ port: port2 }, [port2]);
window.ask = (request) => new Promise((resolve, reject) => {
  port1.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
  port1.postMessage(request);
});
document.documentElement.dataset.state = 'ready';
</script></html>`;

/** A page that runs a program under test. */
export type BuiltPage = {
  readonly page: Page;
  /** Errors that the page or its worker threw or printed. */
  readonly complaints: readonly string[];
  /** Origins of all requests. */
  readonly origins: ReadonlySet<string>;
  /** The page's own origin. */
  readonly address: string;
  readonly close: () => Promise<void>;
};

/** A page whose worker is under test. */
export type ConformancePage = BuiltPage & {
  /** Posts a request to the worker's port and resolves with the next message from it. */
  readonly ask: <Response>(request: unknown) => Promise<Response>;
};

/** What {@link openBuiltPage} builds and serves. */
export type BuiltPageOptions = {
  /** Sources by the names that they are served under: `{ worker: path }` is `/page/worker.js`. */
  readonly programs: Readonly<Record<string, string>>;
  /** The page, which sets `data-state=ready` on its root. */
  readonly html: string;
  /** Further folders by the first part of their address. Default: none. */
  readonly folders?: Readonly<Record<string, string>>;
};

/**
 * Builds a worker for browsers and opens a page that runs it.
 *
 * The worker's first message is `{ port }`: it reads requests from that `MessagePort` and posts one
 * response for each.
 *
 * @param worker the worker's source, a path
 */
export async function openConformancePage(
  browser: Browser,
  worker: string,
): Promise<ConformancePage> {
  const opened = await openBuiltPage(browser, { programs: { worker }, html: PAGE });
  return {
    ...opened,
    ask: (request) => opened.page.evaluate(`window.ask(${JSON.stringify(request)})`),
  };
}

/**
 * Builds programs for browsers and opens a page that runs them. The page's server has the embedded
 * models under `/models/` and the files of the WebAssembly runtime under `/runtime/`.
 */
export async function openBuiltPage(
  browser: Browser,
  { programs, html, folders = {} }: BuiltPageOptions,
): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-conformance-'));
  for (const [name, path] of Object.entries(programs)) await build(name, path, folder);
  await writeFile(join(folder, 'index.html'), html);
  const server = await serveFolder({ ...folders, page: folder, models: MODELS, runtime: RUNTIME });
  const context = await browser.newContext();
  const page = await context.newPage();
  const { complaints, origins } = observe(page);
  await page.goto(`${server.address}/page/index.html`);
  await page.locator('[data-state=ready]').waitFor({ state: 'attached' });
  return {
    ...{ page, complaints, origins, address: server.address },
    close: async () => {
      await context.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Builds each program alone: a worker that shares a file with others would load what it does not need. */
async function build(name: string, input: string, folder: string): Promise<void> {
  const bundle = await rolldown({
    input: { [name]: input },
    platform: 'browser',
    // A decoder mentions these for Node; in a browser it does not use them.
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] }, alias: { fs: false, path: false } },
  });
  await bundle.write({ dir: folder, entryFileNames: '[name].js' });
  await bundle.close();
}

function observe(page: Page) {
  const complaints: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.context().on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:') origins.add(origin);
  });
  return { complaints, origins };
}
