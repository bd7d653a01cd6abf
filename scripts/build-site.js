/**
 * `npm run build:site [FOLDER]`: writes the page as a static site that needs no server of wav2emo: it
 * computes in the visitor's browser. Any host of plain files can serve the folder, under any path.
 * Default: `site`. Fails if the site has more than {@link MOST_BYTES}.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { build, buildPage, install, root } from './prepare.js';

/** What a visitor on a mobile network can wait for, once. */
const MOST_BYTES = 12_000_000;

const MODEL = 'wav2emo-small';

/** The engine's files at their places in the package. Large ones are stored as gzip makes them. */
const ENGINE_FILES = [
  'dist/browser/worker.js',
  'dist/browser/worker.licences.txt',
  'dist/browser/converter.js',
  'dist/browser/converter.licences.txt',
  'dist/browser/minimp3.wasm',
  'dist/browser/vorbis.wasm',
  'dist/ort-wasm-simd-threaded.mjs',
  'dist/ort-wasm-simd-threaded.wasm',
  'models/silero-vad.onnx',
  'models/silero-vad.LICENSE',
  `models/${MODEL}/README.md`,
  `models/${MODEL}/model.json`,
  `models/${MODEL}/model.onnx`,
  `models/${MODEL}/model.onnx.data`,
  `models/${MODEL}/heads.json`,
];

/** Not every host compresses files, and the runtime alone has 13 MB: the engine unpacks these itself. */
const PACKED = /\.(wasm|onnx|onnx\.data)$|heads\.json$/;

/** As `src/server/http/security.ts` has it; a page cannot forbid by itself that others frame it. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' blob: data:",
  "media-src 'self' blob: data:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

const MARK = '.wav2emo-site';

install();
build();
buildPage();
const site = resolve(process.argv[2] ?? join(root, 'site'));
empty(site);
copyPage();
copyEngine();
writeSettings();
await writeServiceWorker();
report();

/**
 * Empties the folder, unless it contains something else than an earlier site.
 *
 * @param {string} folder
 */
function empty(folder) {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, MARK))) {
    process.stderr.write(
      `${folder} contains files that are no site of wav2emo. Name an empty folder, or a new one.\n`,
    );
    process.exit(1);
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, MARK), '');
}

/** The page, which learns from its root element that it has no server. */
function copyPage() {
  const page = join(root, 'web', 'dist');
  cpSync(page, site, {
    recursive: true,
    filter: (path) => !/[\\/](\.vite|\.wav2emo-sources)$/.test(path),
  });
  const html = readFileSync(join(page, 'index.html'), 'utf8')
    .replace('<html ', '<html data-server="none" ')
    .replace(
      '<meta charset="utf-8" />',
      `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}" />`,
    );
  writeFileSync(join(site, 'index.html'), html);
  cpSync(join(root, 'examples', 'audio'), join(site, 'examples'), { recursive: true });
}

function copyEngine() {
  for (const file of ENGINE_FILES) {
    const bytes = readFileSync(join(root, file));
    const target = join(site, 'engine', file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, PACKED.test(file) ? gzipSync(bytes, { level: 9 }) : bytes);
  }
}

/** What the page otherwise reads from its server: `GET /page.json`. */
function writeSettings() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const settings = {
    version,
    needsToken: false,
    loadsOnDemand: true,
    // The speaker encoder would exceed the size.
    separatesSpeakers: false,
    examples: readdirSync(join(site, 'examples')).filter((name) => name.endsWith('.flac')),
    models: [MODEL],
  };
  writeFileSync(join(site, 'page.json'), JSON.stringify(settings));
}

/** Builds the service worker, which keeps the files that are there now. */
async function writeServiceWorker() {
  const files = filesBelow(site)
    .filter((path) => path !== MARK)
    .map((path) => ({ url: path, revision: revisionOf(path) }));
  const bundle = await rolldown({
    input: join(root, 'web', 'site', 'service-worker.ts'),
    platform: 'browser',
    transform: {
      define: { SITE_FILES: JSON.stringify(files), 'process.env.NODE_ENV': '"production"' },
    },
  });
  await bundle.write({ file: join(site, 'service-worker.js'), format: 'iife', minify: true });
  await bundle.close();
}

/** @param {string} path relative to the site */
function revisionOf(path) {
  return createHash('sha256')
    .update(readFileSync(join(site, path)))
    .digest('hex')
    .slice(0, 16);
}

/**
 * @param {string} folder
 * @returns {string[]} paths relative to it, with slashes
 */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
}

/** Prints the size, and fails if it is too large. */
function report() {
  const sizes = filesBelow(site).map((path) => ({
    path,
    bytes: readFileSync(join(site, path)).length,
  }));
  const bytes = sizes.reduce((sum, each) => sum + each.bytes, 0);
  process.stdout.write(`${site}: ${megabytes(bytes)} MB in ${sizes.length} files\n`);
  if (bytes <= MOST_BYTES) return;
  const largest = [...sizes].sort((one, other) => other.bytes - one.bytes).slice(0, 10);
  process.stderr.write(
    `The site has more than ${megabytes(MOST_BYTES)} MB. Its largest files:\n` +
      largest.map((each) => `  ${megabytes(each.bytes)} MB  ${each.path}\n`).join(''),
  );
  process.exitCode = 1;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(2);
}
