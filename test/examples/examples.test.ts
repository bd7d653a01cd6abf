import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startProgram } from '../browser/support/program.js';
import { checkpointFolder } from '../support/fixtures.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { root, runExample } from './run-example.js';

const AUDIO = 'examples/audio';
const MOST_LINES = 40;

test('classify-file prints the label and every probability', () => {
  const [first, ...rest] = runExample('classify-file', [`${AUDIO}/angry-woman.flac`]);
  expect(first).toMatch(/angry-woman\.flac: angry \(\d\.\d\d\)$/);
  expect(rest).toHaveLength(4);
});

test('many-files counts labels, and recordings that cannot be read', () => {
  const files = ['angry-man.flac', 'angry-woman.flac', 'sad-woman.flac', 'README.md'];
  const lines = runExample(
    'many-files',
    files.map((name) => `${AUDIO}/${name}`),
  );
  expect(lines).toEqual(['ang\t2', 'sad\t1', 'failed\t1']);
});

test('evaluate prints the average recall and that of each class', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-example-'));
  const rows = ['angry-man', 'happy-woman', 'neutral-man', 'sad-woman'].map(
    (name) =>
      `${join(root, AUDIO, `${name}.flac`)},${name.startsWith('sad') ? 'ang' : name.slice(0, 3)}`,
  );
  const list = join(folder, 'list.csv');
  await writeFile(list, `file,label\n${rows.join('\n')}\n`);
  const [first, ...classes] = runExample('evaluate', [list]);
  expect(first).toMatch(/^\S+: average recall \d+ %, 95 % \d+ % to \d+ %$/);
  expect(classes).toEqual([
    'neutral: 1 clips, recall 100 %',
    'angry: 2 clips, recall 50 %',
    'happy: 1 clips, recall 100 %',
  ]);
  await rm(folder, { recursive: true });
});

test('json-lines writes one object for each recording of a folder', () => {
  const labels = runExample('json-lines', [AUDIO]).map((line) => {
    const { file, result } = JSON.parse(line) as { file: string; result: { label: string } };
    return [file.replace(/.*[\\/]/, ''), result.label];
  });
  expect(Object.fromEntries(labels)).toEqual({
    'angry-man.flac': 'ang',
    'angry-woman.flac': 'ang',
    'happy-woman.flac': 'hap',
    'neutral-man.flac': 'neu',
    'neutral-woman.flac': 'neu',
    'sad-woman.flac': 'sad',
  });
});

test('batch-of-samples classifies samples and computes embeddings', () => {
  const lines = runExample('batch-of-samples');
  expect(lines[0]).toContain('hap');
  expect(lines[1]).toContain('sad');
  expect(lines[2]).toContain('no-speech');
  expect(lines[3]).toMatch(/^embedding of \d+ numbers$/);
});

test('from-a-stream reads a recording from stdin', () => {
  const [line] = runExample(
    'from-a-stream',
    [],
    readFileSync(join(root, AUDIO, 'neutral-man.flac')),
  );
  expect(line).toMatch(/^neu 0\.\d{3}$/);
});

test('own-checkpoint loads a folder of Hugging Face and one of SpeechBrain', () => {
  for (const name of ['wav2vec2-base', 'speechbrain-ecapa']) {
    const lines = runExample('own-checkpoint', [checkpointFolder(name)]);
    expect(lines[0]).toMatch(/^\S+, \d+ parameters$/);
    expect(lines[1]).toMatch(/^\w+ \d\.\d{3}, class \d of \d$/);
  }
});

test('regression prints arousal, dominance and valence', () => {
  const [line] = runExample('regression', [checkpointFolder('audeering')]);
  expect(line).toMatch(/arousal -?\d\.\d\d, dominance -?\d\.\d\d, valence -?\d\.\d\d$/);
});

test('findings shows what is wrong with a recording, and no emotion for silence', () => {
  const text = runExample('findings').join('\n');
  expect(text).toContain('as it is: ang\ntoo loud:');
  expect(text).toMatch(/too loud: \w+\n {2}clipped/);
  expect(text).toMatch(/silence: no emotion\n {2}silent/);
});

test('convert-checkpoint makes a bundle and opens it', () => {
  const lines = runExample('convert-checkpoint', [checkpointFolder('wav2vec2-base')]);
  expect(lines[0]).toMatch(/^wav2vec2-base in int8-weights: /);
  expect(lines[1]).toMatch(/^\w+$/);
});

test('baseline compares a recording with a voice that was saved', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wav2emo-example-'));
  try {
    const lines = runExample('baseline', [await bundleWithHeads(join(folder, 'model'))]);
    expect(lines[0]).toMatch(/^Anna: 1\.\d s of speech$/);
    expect(lines[1]).toMatch(/^absolute: \w+ \(\d\.\d\d\)$/);
    expect(lines[2]).toMatch(/^relative: \w+ \(\d\.\d\d\)$/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('http-client waits for the model and receives the result of the server', async () => {
  const server = await startProgram();
  try {
    const [result = ''] = runExample('http-client', [server.address]);
    expect(JSON.parse(result)).toMatchObject({ file: 'sad-woman.flac', label: 'sad' });
  } finally {
    await server.stop();
  }
});

test('live-client prints what the server says while the person speaks', async () => {
  const server = await startProgram(['--model', 'wav2vec2-mini']);
  try {
    const flags = ['--experimental-websocket', '--no-warnings'];
    const lines = runExample('live-client', [server.address], undefined, flags);
    expect(lines.at(0)).toMatch(/^measurement \d\.\d s: \w+ \d\.\d\d$/);
    expect(lines.at(-1)).toMatch(/^utterance.end \d\.\d s: sad /);
  } finally {
    await server.stop();
  }
});

test(`no example is longer than ${MOST_LINES} lines`, () => {
  const names = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.mjs'));
  for (const name of names) {
    const lines = readFileSync(join(root, 'examples', name), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.length, name).toBeLessThanOrEqual(MOST_LINES);
  }
});
