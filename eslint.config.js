import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Folders that import no other. */
const LEAVES = ['audio', 'checkpoint', 'hub', 'onnx', 'runtime'];

/**
 * Which folders of `src` each folder may import; `test/architecture.test.ts` reads the same table.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const layers = {
  audio: [],
  catalogue: [],
  checkpoint: [],
  hub: [],
  'object-store': [],
  onnx: [],
  runtime: [],
  telemetry: [],
  models: ['checkpoint', 'onnx'],
  inference: ['audio', 'runtime'],
  conversation: ['audio', 'runtime', 'inference'],
  adaptation: ['inference'],
  report: ['audio', 'runtime', 'inference', 'conversation'],
  bundles: ['audio', 'hub', 'runtime', 'inference'],
  conversion: [...LEAVES, 'catalogue', 'models', 'inference', 'bundles'],
  node: ['audio', 'hub', 'onnx', 'runtime', 'inference', 'bundles', 'conversion'],
  workers: [
    ...['audio', 'runtime', 'inference', 'conversation', 'adaptation', 'bundles'],
    ...['node'],
  ],
  queue: ['inference', 'adaptation', 'workers', 'object-store', 'telemetry'],
  evaluation: [
    ...['audio', 'runtime', 'inference', 'conversation', 'report', 'bundles'],
    ...['node', 'workers'],
  ],
  browser: [
    ...['audio', 'checkpoint', 'runtime', 'inference', 'conversation', 'bundles', 'conversion'],
    ...['workers'],
  ],
  meter: ['audio', 'runtime', 'inference', 'conversation', 'bundles', 'workers', 'browser'],
  classifier: [
    ...['audio', 'runtime', 'inference', 'conversation', 'adaptation', 'bundles', 'node'],
    ...['workers', 'evaluation'],
  ],
  server: [
    ...['audio', 'catalogue', 'hub', 'runtime', 'inference', 'conversation', 'report', 'bundles'],
    ...['adaptation', 'object-store', 'node', 'workers', 'queue', 'classifier', 'telemetry'],
  ],
  cli: [
    ...['audio', 'catalogue', 'hub', 'runtime', 'inference', 'conversation', 'report', 'bundles'],
    ...['adaptation', 'conversion', 'object-store', 'node', 'workers', 'queue', 'evaluation'],
    ...['classifier', 'server'],
  ],
};

/**
 * Patterns of the imports that a folder of `src` may not have.
 *
 * @param {string} folder
 * @param {readonly string[]} below
 */
const forbiddenIn = (folder, below) => [
  ...Object.keys(layers)
    .filter((other) => other !== folder && !below.includes(other))
    .map((other) => ({
      group: [`../${other}/*`, `../../${other}/*`],
      message: `Imports only point down: ${folder} may import ${below.join(', ') || 'no other folder'}.`,
    })),
  ...(folder === 'runtime'
    ? []
    : [
        {
          group: ['onnxruntime-*'],
          message: 'Only src/runtime names the runtime; use openSession.',
        },
      ]),
];

/** @type {import('eslint').Linter.Config[]} */
const borders = Object.entries(layers).map(([folder, below]) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: { 'no-restricted-imports': ['error', { patterns: forbiddenIn(folder, below) }] },
}));

/** Which folders of `src/server` a folder of it may import; its loose files may import all. */
export const serverLayers = {
  problem: [],
  settings: [],
  tls: [],
  uploads: ['problem'],
  engine: ['problem'],
  models: ['problem', 'settings', 'engine'],
  service: ['problem', 'settings', 'uploads', 'engine', 'models'],
  http: ['problem', 'settings', 'service'],
  routes: ['problem', 'settings', 'service', 'http'],
  gradio: ['problem', 'service', 'http'],
  live: ['problem', 'service', 'http'],
  worker: ['problem', 'settings', 'uploads', 'engine', 'models', 'service'],
};

/** Folders of `src/server` that know HTTP. */
const HTTP_FOLDERS = ['http', 'routes', 'gradio', 'live', 'worker'];

/** @type {import('eslint').Linter.Config[]} */
const serverBorders = Object.entries(serverLayers).map(([folder, below]) => ({
  files: [`src/server/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          // Folders of the server may have the names of folders of `src`.
          ...forbiddenIn('server', [...(layers['server'] ?? []), ...Object.keys(serverLayers)]),
          ...Object.keys(serverLayers)
            .filter((other) => other !== folder && !below.includes(other))
            .map((other) => ({
              group: [`../${other}/*`],
              message: `Imports only point down: server/${folder} may import ${below.join(', ') || 'no other folder'}.`,
            })),
          ...(HTTP_FOLDERS.includes(folder)
            ? []
            : [
                {
                  group: ['fastify', 'fastify-*', '@fastify/*'],
                  message: `Only ${HTTP_FOLDERS.join(', ')} know HTTP; take plain values instead.`,
                },
              ]),
        ],
      },
    ],
  },
}));

export default defineConfig(
  globalIgnores([
    'dist',
    'web/dist',
    'site',
    'node_modules',
    'coverage',
    '.parity',
    '.bench',
    'test/fixtures',
  ]),
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './web/tsconfig.json', './test/web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name: the door is a list.' },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-console': ['error'],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'exit',
          message: 'Throw; only src/cli/main.ts sets the exit code.',
        },
      ],
    },
  },
  ...borders,
  ...serverBorders,
  {
    files: ['web/src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '@engine/*',
                ...[
                  '!@engine/escape-formula.js',
                  '!@engine/emotion-color.js',
                  '!@engine/findings.js',
                  '!@engine/protocol-text.js',
                ],
              ],
              allowTypeImports: true,
              message:
                'The page shares types and words with the engine; code of it is named in files called engine.ts.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['web/src/recording/pcm-capture.js'],
    languageOptions: {
      globals: { AudioWorkletProcessor: 'readonly', registerProcessor: 'readonly' },
    },
  },
  {
    files: ['examples/browser/**/*.js', 'bench/browser/{page,door}.js'],
    languageOptions: {
      globals: {
        ...{ document: 'readonly', atob: 'readonly', setTimeout: 'readonly', File: 'readonly' },
      },
    },
  },
  {
    files: ['vitest.config.ts', 'rolldown.config.ts', 'web/vite.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: [
      'scripts/**/*.js',
      'bench/**/*.js',
      'bin/**/*.js',
      'examples/**/*.mjs',
      'eslint.config.js',
    ],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
        fetch: 'readonly',
        FormData: 'readonly',
        Blob: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        WebSocket: 'readonly',
      },
    },
  },
);
