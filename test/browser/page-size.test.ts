import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../../web/dist/', import.meta.url));

type Chunk = { readonly file: string; readonly imports?: readonly string[] };

function readManifest(): Record<string, Chunk> {
  return JSON.parse(readFileSync(`${DIST}.vite/manifest.json`, 'utf8')) as Record<string, Chunk>;
}

/** The script of the page and everything that it imports before it can start. */
function firstScripts(): string[] {
  const manifest = readManifest();
  const found = new Set<string>();
  const add = (name: string) => {
    const chunk = manifest[name];
    if (!chunk || found.has(chunk.file)) return;
    found.add(chunk.file);
    chunk.imports?.forEach(add);
  };
  add('index.html');
  return [...found];
}

test('the first load is less than 400 kB of compressed script', () => {
  const scripts = firstScripts();
  expect(scripts.length).toBeGreaterThan(0);
  const bytes = scripts.map((file) => gzipSync(readFileSync(`${DIST}${file}`)).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
});

test('the audio libraries come with the first result, not before', () => {
  const scripts = firstScripts().map((file) => readFileSync(`${DIST}${file}`, 'utf8'));
  expect(scripts.some((script) => script.includes('fftSamples'))).toBe(false);
});
