import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As web/vite.config.ts has it, for the tests of the page's modules.
  resolve: { alias: { '@engine': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/own-cache.ts'],
    // Graphs are built and run for real; the machines that run this may be slow and shared.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
