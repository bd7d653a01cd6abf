import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Plugin } from 'rolldown';

/** Writes names and licence texts of what is built in, as their licences ask for, to a file. */
export function noteLicences(fileName = 'licences.txt'): Plugin {
  return {
    name: 'note-licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === 'chunk' ? file.moduleIds : [],
      );
      const folders = new Set(
        // Other names than paths are those of the builder's own modules.
        modules
          .filter(isAbsolute)
          .flatMap((id) => /^.*[\\/]node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? []),
      );
      const source = [...folders]
        .sort()
        .map(licenceOf)
        .join(`\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

function licenceOf(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const path = file === undefined ? textFor(about.name) : join(folder, file);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return `${about.name} ${about.version}, ${about.license ?? 'no licence named'}\n\n${text.trim()}\n`;
}

/** Where the text lies of a package that comes without it. */
function textFor(name: string): URL {
  return new URL(`licences/${name.replace(/^(onnxruntime)-.*/, '$1')}.txt`, import.meta.url);
}

type Package = { readonly name: string; readonly version: string; readonly license?: string };
