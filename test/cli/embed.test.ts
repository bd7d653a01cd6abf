import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.js';

const clip = (name: string) =>
  fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url));
const CLIPS = [clip('angry-man'), clip('sad-woman')];

let folder: string;
let expected: { embedding: number[]; label: string; score: number; durationSeconds: number }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-embed-'));
  const { stdout } = await runCli(['classify', ...CLIPS, '--json', '--embedding']);
  expected = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as (typeof expected)[number]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const embed = async (name: string, ...words: string[]) => {
  const output = join(folder, name);
  return { output, ...(await runCli(['embed', ...CLIPS, '-o', output, ...words])) };
};

const readRows = (bytes: Buffer) => parse<Record<string, string>>(bytes, { columns: true });

/** The header and the numbers of a NumPy file. */
async function readNpy(place: string) {
  const bytes = await readFile(place);
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
  const length = bytes.readUInt16LE(8);
  expect((10 + length) % 64).toBe(0);
  const header = bytes.subarray(10, 10 + length).toString();
  const values = bytes.subarray(10 + length);
  return { header, values: new Float32Array(Uint8Array.from(values).buffer) };
}

describe('embed writes what classify --embedding prints', () => {
  test('as an array of NumPy, with what its rows are of beside it', async () => {
    const { output, exitCode, stderr } = await embed('a.npy');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/Wrote .*a\.npy and .*a\.rows\.csv: 2 × \d+ from wav2vec2-mini/);
    const { header, values } = await readNpy(output);
    const size = expected[0]?.embedding.length ?? 0;
    expect(header.trim()).toBe(`{'descr': '<f4', 'fortran_order': False, 'shape': (2, ${size}), }`);
    for (const [at, { embedding }] of expected.entries())
      for (const [place, value] of embedding.entries())
        expect(values[at * size + place]).toBeCloseTo(value, 5);
    const rows = readRows(await readFile(join(folder, 'a.rows.csv')));
    expect(rows.map(({ label, end }) => [label, Number(end)])).toEqual(
      expected.map(({ label, durationSeconds }) => [
        label,
        expect.closeTo(durationSeconds, 5) as number,
      ]),
    );
  });

  test('as Parquet, with the model in the metadata', async () => {
    const { output } = await embed('a.parquet');
    const file = await asyncBufferFromFile(output);
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(2);
    for (const [at, row] of rows.entries()) {
      expect(row).toMatchObject({ file: CLIPS[at], start: 0, label: expected[at]?.label });
      const embedding = row['embedding'] as number[];
      for (const [place, value] of (expected[at]?.embedding ?? []).entries())
        expect(embedding[place]).toBeCloseTo(value, 5);
    }
    const { key_value_metadata: metadata = [] } = await parquetMetadataAsync(file);
    expect(metadata).toContainEqual({ key: 'wav2emo.model', value: 'wav2vec2-mini' });
    expect(metadata).toContainEqual({ key: 'wav2emo.level', value: 'utterance' });
  });

  test('as CSV', async () => {
    const { output } = await embed('a.csv');
    const rows = readRows(await readFile(output));
    expect(Number(rows[1]?.['e3'])).toBeCloseTo(expected[1]?.embedding[3] ?? NaN, 5);
    expect(Number(rows[1]?.['score'])).toBeCloseTo(expected[1]?.score ?? NaN, 5);
  });
});

describe('parts of recordings', () => {
  test('windows follow each other, overlap if the step is shorter, and end with the recording', async () => {
    const { output } = await embed('w.csv', '--level', 'window', '--window', '1', '--step', '0.5');
    const rows = readRows(await readFile(output));
    for (const [at, name] of CLIPS.entries()) {
      const found = rows.filter(({ file }) => file === name);
      expect(found.slice(0, 2).map(({ start, end }) => [start, end])).toEqual([
        ['0', '1'],
        ['0.5', '1.5'],
      ]);
      expect(Number(found.at(-1)?.['end'])).toBeCloseTo(expected[at]?.durationSeconds ?? NaN, 3);
      expect(found[0]?.['label']).toBe('');
    }
  });

  test('a window of the whole recording has the embedding of the recording', async () => {
    const { output } = await embed('whole.csv', '--level', 'window', '--window', '30');
    const rows = readRows(await readFile(output));
    expect(rows).toHaveLength(2);
    expect(Number(rows[0]?.['e0'])).toBeCloseTo(expected[0]?.embedding[0] ?? NaN, 5);
  });

  test('frames follow each other every few milliseconds, to the end', async () => {
    const { output, exitCode } = await embed('f.npy', '--level', 'frame', '-m', 'wav2emo-base');
    expect(exitCode).toBe(0);
    const { header, values } = await readNpy(output);
    const [, count = '', size = ''] = /\((\d+), (\d+)\)/.exec(header) ?? [];
    const rows = readRows(await readFile(join(folder, 'f.rows.csv')));
    expect(rows).toHaveLength(Number(count));
    expect(values).toHaveLength(Number(count) * Number(size));
    for (const [at, name] of CLIPS.entries()) {
      const found = rows.filter(({ file }) => file === name);
      expect(Number(found[1]?.['start'])).toBeCloseTo(Number(found[0]?.['end']), 6);
      const rest = (expected[at]?.durationSeconds ?? NaN) - Number(found.at(-1)?.['end']);
      expect(Math.abs(rest)).toBeLessThan(0.06);
    }
  });
});

test('what cannot be done has words', async () => {
  expect((await embed('a.txt')).stderr).toMatch(/does not end in \.npy, \.parquet, \.csv/);
  expect((await embed('a.npy', '--window', '90')).exitCode).toBe(2);
  const text = join(folder, 'text.wav');
  await writeFile(text, 'hello');
  const output = join(folder, 'b.csv');
  const { exitCode, stderr } = await runCli(['embed', text, ...CLIPS, '-o', output]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/text\.wav/);
  expect((await readFile(output, 'utf8')).trim().split('\n')).toHaveLength(3);
});
