import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { layers } from '../eslint.config.js';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** Every file of `src` with the files of `src` that it imports, as paths relative to it. */
function importGraph(): Map<string, string[]> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(sep).join('/'));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)\.js'/g)].map(([, path]) =>
    relative(source, join(source, file, '..', `${path}.ts`))
      .split(sep)
      .join('/'),
  );
}

const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '');

test('every folder of src stands in the table of layers', () => {
  const folders = new Set([...importGraph().keys()].map(folderOf).filter(Boolean));
  expect([...folders].sort()).toEqual(Object.keys(layers).sort());
});

test('imports only point down', () => {
  const below = new Map<string, readonly string[]>(Object.entries(layers));
  const wrong = [...importGraph()].flatMap(([file, imports]) =>
    imports
      .map((imported) => [folderOf(file), folderOf(imported)] as const)
      .filter(([from, to]) => from !== '' && to !== '' && from !== to)
      .filter(([from, to]) => !below.get(from)?.includes(to))
      .map(([from, to]) => `${file}: ${from} -> ${to}`),
  );
  expect(wrong).toEqual([]);
});

test('another folder is entered by its door', () => {
  const wrong = [...importGraph()].flatMap(([file, imports]) =>
    imports
      .filter((imported) => folderOf(imported) !== '' && folderOf(imported) !== folderOf(file))
      .filter((imported) => !imported.endsWith('/index.ts'))
      .map((imported) => `${file} -> ${imported}`),
  );
  expect(wrong).toEqual([]);
});

test('no file imports itself by a detour', () => {
  const graph = importGraph();
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});
