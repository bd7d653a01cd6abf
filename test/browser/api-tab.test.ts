import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { type Program, startProgram } from './support/program.js';
import { type RecordingFolder, recordingFolder } from './support/recordings.js';
import { visit } from './support/visit.js';

let browser: Browser;
let program: Program;
let recordings: RecordingFolder;
let page: Page;

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), startProgram()]);
  recordings = recordingFolder();
  recordings.write('recording.wav', 2);
  ({ page } = await visit(browser, program.address));
  await page.getByRole('tab', { name: 'API' }).click();
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  recordings.remove();
});

/** Runs a snippet as the page shows it, in a folder with a recording.wav. */
function run(command: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: recordings.folder,
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

async function snippet(name: string): Promise<string> {
  return (await page.getByTestId(name).textContent()) ?? '';
}

describe('the snippets of the API tab work as they are shown', () => {
  test('curl', async () => {
    const result = run('sh', ['-c', await snippet('rest')]);
    expect(result).toContain('"results":[{"file":"recording.wav"');
    const events = run('sh', ['-c', await snippet('curl')]);
    expect(events).toContain('event: complete');
    expect(events).toMatch(/neutral|angry|happy|sad/);
  });

  test('JavaScript', async () => {
    const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
    symlinkSync(modules, join(recordings.folder, 'node_modules'), 'junction');
    const file = join(recordings.folder, 'snippet.mjs');
    writeFileSync(file, await snippet('javascript'));
    expect(run(process.execPath, [file])).toMatch(/neutral|angry|happy|sad/);
  });

  test('the page of the whole interface opens', async () => {
    const link = page.getByRole('link', { name: /OpenAPI/ });
    const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await opened.getByText('/api/v1/classify').first().waitFor();
    await opened.close();
  });
});
