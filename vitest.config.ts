import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that run the compiled program, the page in a browser, or the examples: they need a build. */
const BUILT = ['test/browser', 'test/end-to-end', 'test/examples'];

export default defineConfig({
  // As web/vite.config.ts has it, for the tests of the page's modules.
  resolve: { alias: { '@engine': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    // The model whose results these tests know; those of the default model name it.
    env: { WAV2EMO_DEFAULT_MODEL: 'wav2vec2-mini' },
    setupFiles: ['test/support/own-cache.ts'],
    // The tests build and run real graphs, also on slow and shared machines.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'web/test/**/*.test.ts'],
          exclude: [...BUILT.map((folder) => `${folder}/**`), '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: { name: 'built', include: BUILT.map((folder) => `${folder}/**/*.test.ts`) },
      },
    ],
  },
});
