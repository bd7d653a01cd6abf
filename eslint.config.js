import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Which folders of `src` a folder may import; `test/architecture.test.ts` reads the same table. */
export const layers = {
  audio: [],
  checkpoint: [],
  hub: [],
  onnx: [],
  runtime: [],
  models: ['checkpoint', 'onnx'],
  classifier: ['audio', 'checkpoint', 'hub', 'models', 'onnx', 'runtime'],
  cli: ['audio', 'checkpoint', 'hub', 'models', 'onnx', 'runtime', 'classifier'],
};

const borders = Object.entries(layers).map(([folder, below]) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
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
        ],
      },
    ],
  },
}));

export default defineConfig(
  globalIgnores(['dist', 'node_modules', 'coverage', '.parity', 'test/fixtures']),
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
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
    files: ['src/**/*.ts'],
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
  { files: ['vitest.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['scripts/**/*.js', 'bin/**/*.js', 'eslint.config.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
      },
    },
  },
);
