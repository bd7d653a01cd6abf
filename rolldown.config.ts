import { isAbsolute } from 'node:path';
import { defineConfig } from 'rolldown';
import { BROWSER_FILES, copyFiles, NODE_FILES } from './scripts/copy-files.ts';
import { noteLicences } from './scripts/note-licences.ts';

/** The public doors, the programs, and the doors that measurements go through. */
const ENTRIES = [
  ...['index', 'audio/node', 'checkpoint/index', 'onnx/index'],
  ...['cli/main', 'workers/worker-main'],
  ...['inference/index', 'conversation/index', 'node/index', 'runtime/node'],
];

/**
 * Packages that are built in; all others stay what the user installs. Every start reads many files
 * of csv-stringify, zod and the builder of XML. Of hono, only the few files that render JSX are
 * needed, and of the WebAssembly runtime 13 of 131 MB.
 */
const BUILT_IN =
  /^(csv-stringify|hono|zod|fast-xml-builder|path-expression-matcher|xml-naming|#?onnxruntime-(web|common))(\/|$)/;

const SERVER = /[\\/]src[\\/]server[\\/]/;

/** Extensions of imports in the sources. */
const extensionAlias = { '.js': ['.ts', '.tsx', '.js'] };

/**
 * Compiles `src` to `dist`: few files, because reading two hundred takes longer than computing the
 * first answer. Entries keep their places; what they share lies in `dist` itself, where
 * `src/package-files.ts` is right about the folders around it.
 */
const forNode = defineConfig({
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `src/${entry}.ts`])),
  platform: 'node',
  resolve: { extensionAlias },
  transform: { target: 'node20' },
  external: (id, importer) => {
    if (id.startsWith('.') || isAbsolute(id)) return false;
    // The server's framework knows the schemas of the zod that is installed.
    return !BUILT_IN.test(id) || SERVER.test(importer ?? '');
  },
  plugins: [noteLicences(), copyFiles(NODE_FILES)],
  output: { dir: 'dist', chunkFileNames: '[name]-[hash].js' },
});

/** Programs for browsers: each is one file with everything that it needs, for pages without a bundler. */
const BROWSER_PROGRAMS: Readonly<Record<string, string>> = {
  'browser/index': 'browser/index',
  'browser/worker': 'browser/worker-main',
  'browser/webgpu-worker': 'browser/worker-main',
  'browser/capture': 'browser/capture',
};

/** Compiles a program for browsers to one file. */
const forBrowsers = ([name, source]: [string, string]) =>
  defineConfig({
    input: { [name]: `src/${source}.ts` },
    platform: 'browser',
    resolve: {
      extensionAlias,
      // The runtime's own script is a file beside it, which further threads run, too.
      conditionNames: ['onnxruntime-web-use-extern-wasm', 'import', 'browser', 'default'],
      alias: {
        // A decoder mentions these for Node; in a browser it does not use them.
        ...{ fs: false, path: false },
        ...(name.includes('webgpu') && { '#onnxruntime-web': 'onnxruntime-web/webgpu' }),
      },
    },
    transform: { target: 'es2022' },
    plugins: [
      noteLicences(`${name}.licences.txt`),
      ...(name === 'browser/index' ? [copyFiles(BROWSER_FILES)] : []),
    ],
    output: {
      ...{ dir: 'dist', entryFileNames: '[name].js', codeSplitting: false },
      // Errors have the names of their classes.
      minify: {
        compress: { keepNames: { class: true, function: false } },
        mangle: { keepNames: { class: true, function: false } },
      },
    },
  });

export default [forNode, ...Object.entries(BROWSER_PROGRAMS).map(forBrowsers)];
