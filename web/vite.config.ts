import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const engine = fileURLToPath(new URL('../src', import.meta.url));

/** Names and licence texts of what is built in, as their licences ask for; served as /licences.txt. */
function noteLicences(): Plugin {
  return {
    name: 'note-licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === 'chunk' ? file.moduleIds : [],
      );
      const folders = new Set(
        modules.flatMap((id) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []),
      );
      const source = [...folders]
        .sort()
        .map(licenceOf)
        .join(`\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
    },
  };
}

function licenceOf(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  return `${about.name} ${about.version}, ${about.license ?? 'no licence named'}\n\n${text}\n`;
}

type Package = { readonly name: string; readonly version: string; readonly license?: string };

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
