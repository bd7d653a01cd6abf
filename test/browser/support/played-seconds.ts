import type { Page } from 'playwright-core';

/** The place in the clip that the tab's player has reached; 0 if it plays nothing. */
export function playedSeconds(page: Page): Promise<number> {
  return page.evaluate<number>(
    "document.querySelector('[data-testid=clip-player]')?.currentTime ?? 0",
  );
}
