import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { layers } from '../eslint.config.js';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** Every file of `src` with the files of `src` that it imports, as paths relative to it. */
function importGraph(): Map<string, string[]> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => file.split(sep).join('/'));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/(?:from |import\()'(\.[^']+)\.js'/g)].map(([, path]) =>
    sourceOf(file, path ?? ''),
  );
}

/** The file of `src` that an import without its extension names. */
function sourceOf(importer: string, path: string): string {
  const stem = join(source, importer, '..', path);
  const file = existsSync(`${stem}.tsx`) ? `${stem}.tsx` : `${stem}.ts`;
  return relative(source, file).split(sep).join('/');
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
      .filter((imported) => !/^[^/]+\/(index|node|web)\.ts$/.test(imported))
      .map((imported) => `${file} -> ${imported}`),
  );
  expect(wrong).toEqual([]);
});

test('no file that audio/index.ts reaches imports a module of Node', () => {
  const graph = importGraph();
  const reached = new Set(['audio/index.ts']);
  for (const file of reached) for (const imported of graph.get(file) ?? []) reached.add(imported);
  const platform = /(?:from |import\(|import )'node:/;
  const wrong = [...reached].filter((file) =>
    platform.test(readFileSync(join(source, file), 'utf8')),
  );
  expect(reached.size).toBeGreaterThan(40);
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

/** What is loaded with a file: its imports without those of types alone and those on demand. */
function loadedWith(start: string): Set<string> {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const text = readFileSync(join(source, file), 'utf8');
    const statements = text.matchAll(/^(?:im|ex)port (?!type\b)[^;]*?from '(\.[^']+)\.js';/gm);
    for (const [, path] of statements) visit(sourceOf(file, path ?? ''));
  };
  visit(start);
  return loaded;
}

test.each([
  'audio/index.ts',
  'inference/index.ts',
  'workers/port-channel.ts',
  'workers/local-worker.ts',
  'workers/web.ts',
  'bundles/web.ts',
  'checkpoint/index.ts',
  'conversion/web.ts',
  'evaluation/web.ts',
  'models/index.ts',
  'onnx/index.ts',
])('%s runs on any platform', (start) => {
  const node = [...loadedWith(start)].filter((file) =>
    /(?:from |import\(|import )'(?:node:|onnxruntime-)/.test(
      readFileSync(join(source, file), 'utf8'),
    ),
  );
  expect(node).toEqual([]);
});

test.each([
  'browser/index.ts',
  'browser/worker-main.ts',
  'browser/conversion/converter-main.ts',
  'browser/capture.ts',
  'meter/index.ts',
])('%s runs in a browser', (start) => {
  const node = [...loadedWith(start)].filter((file) =>
    /(?:from |import\(|import )'(?:node:|onnxruntime-node)/.test(
      readFileSync(join(source, file), 'utf8'),
    ),
  );
  expect(node).toEqual([]);
});

test.each(['cli/main.ts', 'cli/commands/classify.ts', 'server/index.ts'])(
  '%s is ready without the readers of checkpoints and the writer of graphs',
  (start) => {
    const folders = new Set([...loadedWith(start)].map(folderOf));
    for (const folder of ['checkpoint', 'models', 'onnx']) expect(folders).not.toContain(folder);
    if (start !== 'cli/main.ts') expect(folders).toContain('node');
  },
);

test('the command line loads no command before it knows which one is meant', () => {
  const loaded = [...loadedWith('cli/main.ts')];
  expect(loaded).toContain('cli/run.ts');
  expect(loaded.filter((file) => file.startsWith('cli/commands/'))).toEqual([]);
});

test.each(['bundles/bundle-manifest.ts', 'bundles/parse-manifest.ts'])(
  '%s loads no Node module, so that a browser can parse a description',
  (start) => {
    const loading = [...loadedWith(start)].filter((file) =>
      readFileSync(join(source, file), 'utf8').includes("from 'node:"),
    );
    expect(loading).toEqual([]);
  },
);
