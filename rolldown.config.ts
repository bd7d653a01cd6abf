import { isAbsolute } from 'node:path';
import { defineConfig, type OutputOptions } from 'rolldown';
import { BROWSER_FILES, copyFiles, NODE_FILES } from './scripts/copy-files.ts';
import { noteLicences } from './scripts/note-licences.ts';
import packageJson from './package.json' with { type: 'json' };

/** The public doors, the programs, and the doors that measurements go through. */
const ENTRIES = [
  ...['index', 'audio/node', 'checkpoint/node', 'evaluation/node', 'onnx/node'],
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

/** Doors for browsers. They share their code, which lies beside them. */
const BROWSER_DOORS = {
  'browser/index': 'src/browser/index.ts',
  'browser/meter': 'src/meter/index.ts',
};

/** Programs of workers and worklets: each is one file with everything that it needs. */
const BROWSER_PROGRAMS: Readonly<Record<string, string>> = {
  'browser/worker': 'src/browser/worker-main.ts',
  'browser/webgpu-worker': 'src/browser/worker-main.ts',
  'browser/converter': 'src/browser/conversion/converter-main.ts',
  'browser/capture': 'src/browser/capture.ts',
};

/** Errors have the names of their classes. */
const keepNames = { class: true, function: false };

/** Compiles something for browsers, with all packages built in, for pages without a bundler. */
const forBrowsers = (input: Readonly<Record<string, string>>, output: OutputOptions = {}) => {
  const [name = ''] = Object.keys(input);
  return defineConfig({
    input,
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
    // Importing a module has no effect of its own here. Without this, modules that nothing uses would be kept.
    treeshake: { moduleSideEffects: false },
    transform: {
      target: 'es2022',
      define: { WAV2EMO_VERSION: JSON.stringify(packageJson.version) },
    },
    plugins: [
      noteLicences(`${name}.licences.txt`),
      ...(name === 'browser/index' ? [copyFiles(BROWSER_FILES)] : []),
    ],
    output: {
      ...{ dir: 'dist', entryFileNames: '[name].js', chunkFileNames: 'browser/[name]-[hash].js' },
      minify: { compress: { keepNames }, mangle: { keepNames } },
      ...output,
    },
  });
};

export default [
  forNode,
  forBrowsers(BROWSER_DOORS),
  ...Object.entries(BROWSER_PROGRAMS).map(([name, source]) =>
    forBrowsers({ [name]: source }, { codeSplitting: false }),
  ),
];
