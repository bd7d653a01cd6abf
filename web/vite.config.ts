import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { noteLicences } from '../scripts/note-licences.ts';

/** The running server. It sees the page's own host name, so that it accepts the page's requests. */
const server = { target: 'http://127.0.0.1:8770', changeOrigin: false };

/** The page says where the engine's files lie, so that those beside its door are not copied. */
const leaveAssets: Plugin = {
  name: 'leave-assets',
  enforce: 'pre',
  transform: (code, id) =>
    /[\\/]src[\\/]browser[\\/]assets\.ts$/.test(id)
      ? code.replaceAll('import.meta.url', 'document.baseURI')
      : undefined,
};

const engine = fileURLToPath(new URL('../src', import.meta.url));

/** Builds the page to `web/dist`; `npm run dev` serves it in front of a running server. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // A static site may lie under any path.
  base: './',
  plugins: [leaveAssets, react(), noteLicences()],
  // Workers are bundled apart from the page.
  worker: { format: 'es', plugins: () => [noteLicences('workers.licences.txt')] },
  resolve: { alias: { '@engine': engine } },
  build: {
    target: 'es2022',
    manifest: true,
    // The content policy permits no data: scripts, so nothing is inlined.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/engine': server,
      '/examples': server,
      '/page.json': server,
      '/api': server,
      '/docs': server,
      '/gradio_api': server,
    },
  },
});
