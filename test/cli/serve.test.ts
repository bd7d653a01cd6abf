import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';
import { runCli } from '../support/run-cli.js';

runThreadsFromSources();

test('the token is not printed where it would be kept, for example in a journal', async () => {
  const stop = new AbortController();
  const token = 'a-secret-of-a-good-length';
  const args = ['serve', '--no-model', '--port', '0', '--token', token];
  const running = runCli(args, { signal: stop.signal });
  await sleep(1500);
  stop.abort();
  const { stdout, stderr } = await running;
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  expect(stdout + stderr).not.toContain(token);
});
