/** `node scripts/icons.js`: draws web/public/favicon.svg as the icons of an installed page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.js';
import { root } from './prepare.js';

const PUBLIC = join(root, 'web', 'public');

/** A maskable icon may lose a fifth at each side: its picture is smaller, and its ground fills it. */
const ICONS = [
  { name: 'icon-192.png', size: 192, share: 1, ground: 'transparent' },
  { name: 'icon-512.png', size: 512, share: 1, ground: 'transparent' },
  { name: 'icon-maskable.png', size: 512, share: 0.75, ground: '#0c7a74' },
];

const picture = readFileSync(join(PUBLIC, 'favicon.svg')).toString('base64');
const browser = await launchBrowser();
const page = await browser.newPage();
for (const { name, size, share, ground } of ICONS) {
  const side = Math.round(size * share);
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}">
     <img width="${side}" height="${side}" src="data:image/svg+xml;base64,${picture}">`,
  );
  await page.locator('img').screenshot({ omitBackground: true }); // Waits until it is drawn.
  await page.screenshot({ path: join(PUBLIC, name), omitBackground: true });
}
await browser.close();
