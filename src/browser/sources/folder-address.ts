import { browser } from '../platform.js';

/** The address of a folder, with a slash at its end; it may be relative to the page. */
export function folderAddress(source: string | URL): string {
  const address = new URL(source, browser.document?.baseURI);
  return address.href.replace(/\/?$/, '/');
}
