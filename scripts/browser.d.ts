import type { Browser } from 'playwright-core';

/** Starts a Chromium; throws an error that says what was tried and what to do. */
export declare function launchBrowser(args?: readonly string[]): Promise<Browser>;
