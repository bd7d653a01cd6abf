import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addReport } from '../../../src/cli/commands/report.js';
import { CALL } from '../../conversation/made-conversation.js';
import { stereoCall } from '../../report/made-report.js';
import { runWith } from './run-with.js';

let folder: string;
let call: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-report-'));
  call = join(folder, 'call.wav');
  await writeFile(call, await stereoCall().bytes());
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...words: string[]) =>
  runWith(() => Promise.resolve(CALL), addReport, ['report', ...words]);

test('a report is one file with the voices of the moments', async () => {
  const page = join(folder, 'page.html');
  const { exitCode, stdout } = await run(call, '-o', page);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(`Wrote ${page}\n`);
  const html = await readFile(page, 'utf8');
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html.match(/<audio/g)).toHaveLength(2);
  expect(html).toContain('<h1>call.wav</h1>');
});

test('a report without audio contains no voice, and begins in the chosen language', async () => {
  const { stdout } = await run(call, '-o', '-', '--no-audio', '--language', 'zh');
  expect(stdout).toContain('<html lang="zh-CN">');
  expect(stdout).not.toContain('<audio');
  expect(stdout).not.toContain('未收录音频');
});

test('a report never replaces its recording', async () => {
  const { exitCode, stderr } = await run(call, '-o', call);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('is the recording and would be lost');
});

test('a folder with several recordings is wrong usage', async () => {
  await writeFile(join(folder, 'second.wav'), await stereoCall().bytes());
  const { exitCode, stderr } = await run(folder);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('about one recording, found 2');
});

test('a file that is missing fails and leaves no page', async () => {
  const page = join(folder, 'none.html');
  const { exitCode, stderr } = await run(join(folder, 'missing.wav'), '-o', page);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('there is no such file');
  await expect(readFile(page)).rejects.toThrow('ENOENT');
});
