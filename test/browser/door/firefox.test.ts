import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeChecks } from '../../../bench/browser/checks.js';
import { compareBrowsers, differenceOf } from '../../../bench/browser/compare-browsers.js';
import { problemsOf } from '../../../bench/browser/conformance-section.js';
import { findFirefox } from '../../../scripts/firefox.js';
import { serveFolder } from '../../../scripts/serve-folder.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

test.skipIf(findFirefox() === undefined)(
  'Firefox computes what Node computes (skipped if there is no Firefox; WAV2EMO_FIREFOX names one)',
  { timeout: 600_000 },
  async () => {
    const made = await mkdtemp(join(tmpdir(), 'wav2emo-firefox-checks-'));
    const server = await serveFolder({ wav2emo: ROOT, made });
    const { checks, close } = await makeChecks(made);
    try {
      const compared = await compareBrowsers(checks, server.address, 'firefox');
      expect(compared[0]?.outcomes).toHaveLength(checks.length);
      expect(problemsOf(compared)).toEqual([]);
    } finally {
      await close();
      await server.close();
      await rm(made, { recursive: true });
    }
  },
);

test('results are compared by their numbers, and everything else has to be the same', () => {
  const result = { label: 'ang', values: [0.25, 0.5], findings: [] };
  expect(differenceOf(result, { ...result, values: [0.25, 0.625] })).toEqual({ largest: 0.125 });
  expect(differenceOf(result, { ...result, label: 'sad' }).problem).toBe(
    'the result.label is "ang", not "sad"',
  );
  expect(differenceOf([1], [1, 2]).problem).toBe('the result.1 is undefined, not 2');
});

test('a difference beyond the limit is a problem, and a decoder that a browser lacks is none', () => {
  const outcome = { name: 'conversation', most: 1e-4, count: 1 };
  const problems = (more: object) =>
    problemsOf([{ name: 'firefox', version: '1', outcomes: [{ ...outcome, ...more }] }]);
  expect(problems({ largest: 1e-5 })).toEqual([]);
  expect(problems({ largest: 2e-4 })).toEqual(['conversation: 2.0e-4']);
  expect(problems({ problem: 'not decoded' })).toEqual([]);
  expect(problems({ problem: 'FileError: no such file' })).toEqual([
    'conversation: FileError: no such file',
  ]);
});
