import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatOwner, thisProcess } from '../src/process-owner.js';
import { writeWhole } from '../src/write-whole.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wav2emo-write-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a file is written in whole, in a folder that is made', async () => {
  const path = join(folder, 'memos', 'a.json');
  await writeWhole(path, 'old');
  await writeWhole(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(join(folder, 'memos'))).toEqual(['a.json']);
});

test('what a killed process left is removed, and what a running one writes is not', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const owner = await thisProcess();
  const id = 'c3eceedb-998b-4805-bf40-2ca8cd45f6e7';
  const left = `b.json.${id}-${formatOwner({ ...owner, pid })}.part`;
  const running = `b.json.${id}-${formatOwner(owner)}.part`;
  const others = ['music.part', `x-${pid}.part`, `${left}ial`];
  for (const name of [left, running, ...others]) writeFileSync(join(folder, name), '');
  await writeWhole(join(folder, 'a.json'), 'new');
  expect(readdirSync(folder).sort()).toEqual(['a.json', running, ...others].sort());
});
