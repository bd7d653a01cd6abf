import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { conversationSchema } from '../../../src/conversation/index.js';
import { runCli } from '../../support/run-cli.js';

const ANGRY = fileURLToPath(new URL('../../../examples/audio/angry-woman.flac', import.meta.url));

test('timeline finds the emotion of a recording with the embedded model', async () => {
  const { exitCode, stdout, stderr } = await runCli(['timeline', ANGRY, '--format', 'json']);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const { file, ...conversation } = JSON.parse(stdout) as { file: string };
  expect(file).toBe(ANGRY);
  const { segments, speakers, summary } = conversationSchema.parse(conversation);
  expect(speakers).toHaveLength(1);
  expect(segments.map(({ label }) => label)).toContain('ang');
  expect(summary.speechSeconds).toBeGreaterThan(1);
});

test('report writes the same as a page', async () => {
  const { exitCode, stdout } = await runCli(['report', ANGRY, '-o', '-']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^<!doctype html>[\s\S]*<h1>angry-woman\.flac<\/h1>[\s\S]*<\/html>$/);
  expect(stdout).toContain('wav2vec2-mini');
});
