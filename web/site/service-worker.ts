/**
 * The service worker of the static site: keeps every file of the site, so that it works offline, and
 * isolates the page from other origins, which most static hosts cannot do and which several threads
 * need. A new version is used when all tabs of the old one are closed.
 */
import { clientsClaim } from 'workbox-core';
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';

/** The site's files, relative to this script; `scripts/build-site.js` fills them in. */
declare const SITE_FILES: readonly { readonly url: string; readonly revision: string }[];

/** https://web.dev/articles/coop-coep */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
} as const;

addPlugins([{ handlerWillRespond: ({ response }) => Promise.resolve(isolated(response)) }]);
precacheAndRoute([...SITE_FILES]);
cleanupOutdatedCaches();
clientsClaim();

function isolated({ body, status, statusText, headers }: Response): Response {
  const added = new Headers(headers);
  for (const [name, value] of Object.entries(ISOLATION)) added.set(name, value);
  return new Response(body, { status, statusText, headers: added });
}
