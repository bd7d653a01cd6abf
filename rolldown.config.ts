import { isAbsolute } from 'node:path';
import { defineConfig } from 'rolldown';
import { copyWebRuntime } from './scripts/copy-web-runtime.ts';
import { noteLicences } from './scripts/note-licences.ts';

/** The public doors, the programs, and the doors that measurements go through. */
const ENTRIES = [
  ...['index', 'audio/node', 'checkpoint/index', 'onnx/index'],
  ...['cli/main', 'workers/worker-main'],
  ...['inference/index', 'node/index', 'runtime/node'],
];

/**
 * Packages that are built in; all others stay what the user installs. Every start reads many files
 * of csv-stringify and zod. Of hono, only the few files that render JSX are needed. Of the WebAssembly runtime, 13 of 131 MB are needed.
 */
const BUILT_IN = /^(csv-stringify|hono|zod|#?onnxruntime-(web|common))(\/|$)/;

const SERVER = /[\\/]src[\\/]server[\\/]/;

/**
 * Compiles `src` to `dist`: few files, because reading two hundred takes longer than computing the
 * first answer. Entries keep their places; what they share lies in `dist` itself, where
 * `src/package-files.ts` is right about the folders around it.
 */
export default defineConfig({
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `src/${entry}.ts`])),
  platform: 'node',
  resolve: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
  transform: { target: 'node20' },
  external: (id, importer) => {
    if (id.startsWith('.') || isAbsolute(id)) return false;
    // The server's framework knows the schemas of the zod that is installed.
    return !BUILT_IN.test(id) || SERVER.test(importer ?? '');
  },
  plugins: [noteLicences(), copyWebRuntime()],
  output: { dir: 'dist', chunkFileNames: '[name]-[hash].js' },
});
