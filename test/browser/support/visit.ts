import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The sizes that the page is tested at. */
export const SIZES = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

/** An open page and what it did. */
export type Visit = {
  readonly page: Page;
  /** Errors that the page threw or the browser reported, e.g. violations of the content policy. */
  readonly complaints: string[];
  /** Origins of all requests. */
  readonly origins: Set<string>;
  readonly close: () => Promise<void>;
};

/** Opens the page in a fresh profile; English on a desktop by default. */
export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: SIZES.desktop,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused request is a response of the server, not an error of the page.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:') origins.add(origin);
  });
  await page.goto(address);
  await page.getByTestId('model-panel').getByRole('button').first().waitFor();
  return { page, complaints, origins, close: () => context.close() };
}

/** Presses the button that loads the chosen model and waits until it is ready. */
export async function loadModel(page: Page): Promise<void> {
  if ((await page.getByTestId('model-status').getAttribute('data-state')) === 'ready') return;
  await page.getByRole('button', { name: /^(Load model|加载模型)$/ }).click();
  await page.locator('[data-testid=model-status][data-state=ready]').waitFor();
}

/** Selects files with the file input of the page. */
export async function chooseFiles(page: Page, files: readonly string[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles([...files]);
}

/** Presses the button that recognises. */
export async function recognise(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Recognise emotion|执行情感识别)/ }).click();
}

/** Returns the id of the label that the page shows as the result. */
export async function shownLabel(page: Page): Promise<string | null> {
  const label = page.getByTestId('label').locator('[data-label]');
  await label.waitFor();
  return label.getAttribute('data-label');
}
