import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';
import { runThreadsFromSources } from '../support/run-threads-from-sources.js';

runThreadsFromSources();

const MODEL = ['-m', 'wav2emo-small', '--jobs', '1'];
/** Recordings that can be read, and then files that cannot. */
const GOOD = 8;

let folder: string;
let archive: string;
let output: string;
let round = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-batch-'));
  archive = join(folder, 'archive');
  for (const speaker of ['anna', 'ben']) await mkdir(join(archive, speaker), { recursive: true });
  for (let at = 0; at < GOOD; at++)
    await writeFile(
      join(archive, at % 2 === 0 ? 'anna' : 'ben', `${at}.wav`),
      makeWav(1 + 0.1 * at, (time) => (0.3 + 0.05 * at) * voice(time)),
    );
  await writeFile(join(archive, 'ben', 'short.wav'), makeWav(0.001, voice));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  output = join(folder, `${round++}`, 'results.jsonl');
});

const batch = (...words: string[]) => runCli(['batch', ...words, ...MODEL]);
const text = (path = output) => readFile(path, 'utf8');
type Row = Record<string, unknown> & { file: string };
const rows = async (path = output) =>
  (await text(path))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

test('writes what classify prints, a line for each file, and a summary', async () => {
  const { exitCode, stderr } = await batch(archive, '-o', output);
  const { stdout } = await runCli(['classify', '--json', '-r', archive, ...MODEL]);
  expect(await text()).toBe(stdout);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    `${GOOD + 1} files, 0.00 hours of audio: ${GOOD} with a result, 1 failed`,
  );
  expect(stderr).toContain('Failures: audio-too-short 1');
  expect(stderr).toMatch(/files\/s, .* hours of audio per core-hour/);
  const counted = [...(/Labels: (.*)/.exec(stderr)?.[1]?.matchAll(/ (\d+)/g) ?? [])];
  expect(counted.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(GOOD);
});

describe('a run that was done before', () => {
  beforeEach(async () => {
    await batch(archive, '-o', output);
  });

  test('computes nothing again, and writes the same', async () => {
    const before = await text();
    const { stderr } = await batch(archive, '-o', output);
    expect(stderr).toContain(`${GOOD + 1} of ${GOOD + 1} files are done.`);
    expect(stderr).not.toContain('Computed');
    expect(await text()).toBe(before);
  });

  test('tries failed files again only with --retry-failed', async () => {
    const { stderr } = await batch(archive, '-o', output, '--retry-failed');
    expect(stderr).toContain('Computed 1 files');
    expect(stderr).toContain('Failures: audio-too-short 1');
  });

  test('computes new and changed files', async () => {
    const added = join(archive, 'anna', 'added.wav');
    await writeFile(added, makeWav(1, voice));
    const first = await batch(archive, '-o', output);
    await writeFile(added, makeWav(2, voice));
    const second = await batch(archive, '-o', output);
    await rm(added);
    for (const { stderr } of [first, second]) expect(stderr).toContain('Computed 1 files');
    expect((await rows()).find(({ file }) => file === added)).toMatchObject({ durationSeconds: 2 });
    expect(await rows()).toHaveLength(GOOD + 2);
  });

  test('is not continued with another model or option', async () => {
    const other = await runCli(['batch', archive, '-o', output, '--no-voice-activity', ...MODEL]);
    expect(other.exitCode).toBe(1);
    expect(other.stderr).toContain('belongs to a run with another model, other options');
  });

  test('ignores a line of its journal that was cut off', async () => {
    const before = await text();
    await appendFile(`${output}.journal`, '{"key":"half a li');
    expect((await batch(archive, '-o', output)).stderr).not.toContain('Computed');
    expect(await text()).toBe(before);
  });
});

test('does not replace a file that is no output of a batch', async () => {
  const other = join(folder, 'other.jsonl');
  await writeFile(other, 'precious');
  const { exitCode, stderr } = await batch(archive, '-o', other);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('exists already');
  expect(await text(other)).toBe('precious');
});

test.each([
  [['batch', '.', '-o', 'results.csv'], '.jsonl or .parquet'],
  [['batch', '-', '-o', 'results.jsonl'], 'stdin'],
  [['batch', '-o', 'results.jsonl'], 'inputs'],
  [['batch', '.'], '--output'],
])('%j is wrong usage', async (words, message) => {
  const { exitCode, stderr } = await runCli(words);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('reads lists and tables; a file that does not exist is a failure of its own', async () => {
  const list = join(archive, 'list.txt');
  const table = join(archive, 'table.csv');
  await writeFile(list, '# a comment\nanna/0.wav\n\nanna/gone.wav\n');
  await writeFile(table, 'path;start;end\nben/1.wav;0.2;0.9\n');
  const { stderr } = await batch(list, table, list, '-o', output);
  await rm(list);
  await rm(table);
  expect(stderr).toContain('3 files');
  expect(await rows()).toMatchObject([
    { file: join(archive, 'anna/0.wav'), durationSeconds: 1 },
    { file: join(archive, 'anna/gone.wav'), error: { code: 'file-not-found' } },
    { durationSeconds: 0.7 },
  ]);
});

test('writes Parquet with the columns of CSV', async () => {
  await batch(archive, '-o', output);
  const table = output.replace('.jsonl', '.parquet');
  await batch(archive, '-o', table);
  const found = (await parquetReadObjects({ file: await asyncBufferFromFile(table) })) as Row[];
  const lines = await rows();
  expect(found.map(({ file }) => file)).toEqual(lines.map(({ file }) => file));
  for (const [at, { label, score, probabilities, durationSeconds, error }] of lines.entries())
    expect(found[at]).toMatchObject({
      ...{ label: label ?? null, score: score ?? null, ...(probabilities as object) },
      duration_seconds: durationSeconds ?? null,
      error_code: (error as { code: string } | undefined)?.code ?? null,
    });
});

test('writes Parquet with the dimensions that a model has beside its classes', async () => {
  const table = output.replace('.jsonl', '.parquet');
  const model = checkpointFolder('vox-profile-wavlm');
  await runCli(['batch', archive, '-o', table, '-m', model]);
  const found = (await parquetReadObjects({ file: await asyncBufferFromFile(table) })) as Row[];
  const measured = found.filter(({ label }) => label !== null);
  expect(measured.length).toBeGreaterThan(0);
  for (const { arousal, Anger } of measured)
    expect([typeof arousal, typeof Anger]).toEqual(['number', 'number']);
});

test('compares each recording with the others of its speaker, as classify does', async () => {
  const words = [archive, '--same-speaker', '-m', 'wav2emo-base', '--jobs', '1'];
  await runCli(['batch', ...words, '-o', output]);
  const { stdout } = await runCli(['classify', '--json', '-r', ...words]);
  expect(stdout).toContain('comparedWith');
  expect(await text()).toBe(stdout);
});

test('says that the disk is full, and continues when there is room', async () => {
  const disk = await mkdtemp(join(tmpdir(), 'wav2emo-small-disk-'));
  const options = ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk];
  // Only root may make a small disk.
  if (spawnSync('mount', options).status !== 0) return;
  try {
    const words = [archive, '--same-speaker', '-m', 'wav2emo-base', '--jobs', '1', '-o'];
    const place = join(disk, 'results.jsonl');
    const full = await runCli(['batch', ...words, place]);
    expect(full.exitCode).toBe(1);
    expect(full.stderr).toContain('the disk is full');
    const lines = (await text(`${place}.journal`)).split('\n');
    expect(lines.at(-1)).toBe('');
    expect(lines.length).toBeGreaterThan(2);
    execFileSync('mount', ['-o', 'remount,size=1m', disk]);
    const { stderr } = await runCli(['batch', ...words, place]);
    expect(stderr).toContain(`${lines.length - 2} of ${GOOD + 1} files are done.`);
    await runCli(['batch', ...words, output]);
    expect(await text(place)).toBe(await text());
  } finally {
    execFileSync('umount', [disk]);
    await rm(disk, { recursive: true });
  }
});

/** Starts the program in a process of its own. */
function start(words: readonly string[]) {
  const program = new URL('../support/cli-program.ts', import.meta.url);
  const loader = new URL('../support/typescript-loader.js', import.meta.url).href;
  return spawn(process.execPath, ['--import', loader, program.pathname, ...words], {
    stdio: 'ignore',
  });
}

test('is killed five times at any point and still writes one result for each file', async () => {
  const many = join(folder, 'many');
  await mkdir(many);
  for (let at = 0; at < 60; at++)
    await writeFile(
      join(many, `${at}.wav`),
      makeWav(1, (time) => (0.2 + 0.01 * at) * voice(time)),
    );
  await batch(many, '-o', output);
  const killed = output.replace('results', 'killed');
  const lines = () =>
    readFile(`${killed}.journal`, 'utf8').then(
      (content) => content.split('\n').length - 2,
      () => 0,
    );
  const found: number[] = [];
  for (let times = 0; times < 5; times++) {
    const before = await lines();
    const child = start(['batch', many, '-o', killed, ...MODEL]);
    const ended = once(child, 'exit');
    // A start takes seconds; the kill comes at any point after the first line that it adds.
    while ((await lines()) <= before && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 2));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    found.push(await lines());
  }
  // Each run continued the one before.
  expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
  expect(found.at(-1)).toBeLessThan(60);
  expect((await batch(many, '-o', killed)).stderr).toContain(`${found.at(-1) ?? 0} of 60 files`);
  expect(await text(killed)).toBe(await text());
}, 600_000);
