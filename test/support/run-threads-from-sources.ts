import { afterAll, beforeAll } from 'vitest';

/** Lets the threads that the tests of a file start run from the sources, as the tests do. */
export function runThreadsFromSources(): void {
  const loader = new URL('./typescript-loader.js', import.meta.url).href;
  beforeAll(() => {
    process.env['NODE_OPTIONS'] = `--import ${loader}`;
  });
  afterAll(() => {
    Reflect.deleteProperty(process.env, 'NODE_OPTIONS');
  });
}
