import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { noteLicences } from '../scripts/note-licences.ts';

const engine = fileURLToPath(new URL('../src', import.meta.url));

/** Builds the page to `web/dist`; `npm run dev -w web` serves it before a running wav2emo. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), noteLicences()],
  resolve: { alias: { '@engine': engine } },
  build: {
    target: 'es2022',
    manifest: true,
    // The content policy permits no data: scripts, so nothing is inlined.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:8770',
      '/docs': 'http://127.0.0.1:8770',
      '/gradio_api': 'http://127.0.0.1:8770',
    },
  },
});
