import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { ISOLATION, serveFolder } from '../../../scripts/serve-folder.js';

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** What the page may do, and no more: everything comes from itself. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:; style-src 'self'";

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Door</title>
<link rel="icon" href="data:,"><script type="module" src="/page/main.js"></script></html>`;

/** Puts the door into the page's globals. */
const MAIN = `import * as wav2emo from '/dist/browser/index.js';
globalThis.wav2emo = wav2emo;
document.documentElement.dataset.state = 'ready';`;

/** A page that has the compiled door as \`wav2emo\` among its globals. */
export type DoorPage = {
  readonly page: Page;
  readonly address: string;
  /** Errors that the page or its worker threw or printed. */
  readonly complaints: readonly string[];
  /** Origins of all requests. */
  readonly origins: ReadonlySet<string>;
  /** Addresses of all requests, in order. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
};

/** What {@link openDoorPage} serves. */
export type DoorPageOptions = {
  /** Whether the page is isolated from other origins, so that WebAssembly has threads. Default: true. */
  readonly isIsolated?: boolean;
  /** Further folders by the first part of their address. */
  readonly folders?: Readonly<Record<string, string>>;
};

/** Opens a page that imports the compiled door without a bundler, under a strict content policy. */
export async function openDoorPage(
  browser: Browser,
  { isIsolated = true, folders = {} }: DoorPageOptions = {},
): Promise<DoorPage> {
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-door-'));
  await writeFile(join(folder, 'index.html'), HTML);
  await writeFile(join(folder, 'main.js'), MAIN);
  const server = await serveFolder(
    { ...folders, page: folder, dist: pathOf('dist'), models: pathOf('models') },
    { 'content-security-policy': POLICY, ...(isIsolated && ISOLATION) },
  );
  const context = await browser.newContext({ permissions: ['microphone'] });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  context.on('request', (request) => requests.push(request.url()));
  await page.goto(`${server.address}/page/index.html`);
  await page.locator('[data-state=ready]').waitFor({ state: 'attached' });
  return {
    ...{ page, complaints, requests, address: server.address },
    get origins() {
      const own = requests.filter((url) => !/^(blob|data):/.test(url));
      return new Set(own.map((url) => new URL(url).origin));
    },
    close: async () => {
      await context.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
