import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { SIZES } from './visit.js';

/** Both languages, both colour schemes and both sizes. */
export const LOOKS = [
  { locale: 'en-GB', colorScheme: 'light', size: 'desktop' },
  { locale: 'zh-CN', colorScheme: 'light', size: 'phone' },
  { locale: 'zh-CN', colorScheme: 'dark', size: 'desktop' },
  { locale: 'en-GB', colorScheme: 'dark', size: 'phone' },
] as const;

/** The options of {@link visit} for a look. */
export const lookOptions = ({ locale, colorScheme, size }: (typeof LOOKS)[number]) => ({
  ...{ locale, colorScheme, viewport: SIZES[size], hasTouch: size === 'phone' },
});

/** Whether a page is wider than the window. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
}

/** Writes a picture of the whole page to the folder that `WAV2EMO_SCREENSHOTS` names, if it names one. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['WAV2EMO_SCREENSHOTS'];
  if (folder !== undefined)
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
