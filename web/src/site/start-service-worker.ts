import { staticUrl } from '../api/static-url.ts';
import { HAS_SERVER } from '../backend/backend-store.ts';

/**
 * Starts the service worker of a static site, with which the page works offline. A page that comes from
 * a server of wav2emo has none: it would hide the server's newer files.
 */
export function startServiceWorker(): void {
  if (HAS_SERVER || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(staticUrl('service-worker.js')).catch(() => {
    // A browser that refuses it, e.g. in a private window, only needs the network again next time.
  });
}
