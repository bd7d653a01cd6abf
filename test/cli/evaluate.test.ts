import {
  access,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../src/evaluation/index.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';

const NAMES = [
  'angry-man',
  'angry-woman',
  'happy-woman',
  'neutral-man',
  'neutral-woman',
  'sad-woman',
];

let folder: string;
let list: string;
let model: string;

/** A list of the six example clips, and more rows. */
async function writeList(name: string, rows: readonly string[] = []): Promise<string> {
  const place = join(folder, name);
  const clips = NAMES.map((each) => {
    const [label = '', speaker = ''] = each.split('-');
    return `audio\\${each}.flac,${label},${speaker}`;
  });
  await writeFile(place, `\uFEFF${['file,label,speaker', ...clips, ...rows].join('\r\n')}\r\n`);
  return place;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-evaluate-'));
  await mkdir(join(folder, 'audio'));
  for (const name of NAMES)
    await copyFile(
      fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url)),
      join(folder, 'audio', `${name}.flac`),
    );
  list = await writeList('list.csv');
  model = await bundleWithHeads(join(folder, 'bundle'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const evaluate = async (...words: string[]) => {
  const { stdout, ...run } = await runCli(['evaluate', ...words, '--format', 'json']);
  return { ...run, evaluation: JSON.parse(stdout) as Evaluation };
};

describe('evaluate', () => {
  test('has the results of classify, and figures that follow from them', async () => {
    const { exitCode, stderr, evaluation } = await evaluate(list, '--model', model);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const classified = await runCli(['classify', join(folder, 'audio'), '--json', '-m', model]);
    const lines = classified.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const { file, results } of evaluation.clips) {
      const line = lines.find((each) =>
        String(each['file']).endsWith(file.split('/').at(-1) ?? ''),
      );
      expect(line).toMatchObject({ ...results.alone });
    }
    const [alone] = evaluation.runs;
    if (alone?.task !== 'classification') throw new Error('no classification');
    const right = evaluation.clips.filter(({ label, results: { alone: result } }) =>
      result && 'label' in result ? label?.startsWith(result.label) : false,
    ).length;
    expect(alone.figures.accuracy.value).toBeCloseTo(right / 6, 12);
    expect(alone.figures.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(evaluation.data).toMatchObject({ name: 'list.csv', format: 'table' });
  });

  test('with a baseline, has the results of classify --speakers', async () => {
    const { evaluation } = await evaluate(list, '--model', model);
    expect(evaluation.runs.map(({ judged }) => judged)).toEqual(['alone', 'with-baseline']);
    expect(evaluation.comparisons.map(({ first, second }) => [first, second])).toEqual([
      [expect.stringMatching(/, alone$/), expect.stringMatching(/, with baseline$/)],
    ]);
    const speakers = join(folder, 'speakers.csv');
    await writeFile(
      speakers,
      `file,speaker\n${NAMES.map((name) => `audio/${name}.flac,${name.split('-')[1] ?? ''}`).join('\n')}`,
    );
    const { stdout } = await runCli(['classify', '--speakers', speakers, '--json', '-m', model]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    for (const [at, { results }] of evaluation.clips.entries())
      expect(lines[at]).toMatchObject({ ...results['with-baseline'] });
  });

  test('is the same each time, to the byte', async () => {
    const [one, two] = [
      await runCli(['evaluate', list, '-f', 'json']),
      await runCli(['evaluate', list, '-f', 'json']),
    ];
    expect(one.stdout).toBe(two.stdout);
  });

  test('draws a table in both languages, and calls 78.7 % of IEMOCAP speaker-dependent', async () => {
    const en = await runCli(['evaluate', list]);
    expect(en.stdout).toMatch(/Average recall \(UAR, UA\) +\d+\.\d +\d+\.\d – \d+\.\d/);
    // These clips are not IEMOCAP's.
    expect(en.stdout).not.toContain('78.7');
    const named = join(folder, 'named.csv');
    const [head = '', ...rows] = (await readFile(list, 'utf8')).trim().split(/\r?\n/);
    await writeFile(
      named,
      `${[`${head},corpus`, ...rows.map((row) => `${row},IEMOCAP`)].join('\n')}\n`,
    );
    const own = await runCli(['evaluate', named]);
    expect(own.stdout).toMatch(/78\.7 %.*Speaker-dependent: .*figure is too high/);
    const zh = await runCli(['evaluate', named, '--language', 'zh']);
    expect(zh.stdout).toMatch(/平均召回率（UAR、UA）/);
    expect(zh.stdout).toMatch(/78\.7%.*说话人相关/);
  });

  test('maps labels and reports those that the model does not have', async () => {
    const { exitCode, evaluation } = await evaluate(list, '--map', 'happy=-,sad=fearful');
    expect(exitCode).toBe(0);
    expect(evaluation.clips).toHaveLength(5);
    const [alone] = evaluation.runs;
    if (alone?.task !== 'classification') throw new Error('no classification');
    expect(alone.figures.clips).toBe(4);
    expect(alone.figures.outside).toEqual({ fearful: 1 });
    expect(alone.figures.outsideAuroc).toBeGreaterThanOrEqual(0);
  });

  test('classifies the part of a file that a row names', async () => {
    const parts = join(folder, 'parts.csv');
    await writeFile(
      parts,
      'file,label,start,end\naudio/sad-woman.flac,sad,0,1.5\naudio/sad-woman.flac,sad,1.5,\naudio/sad-woman.flac,sad,900,901\n',
    );
    const { exitCode, stderr, evaluation } = await evaluate(parts);
    expect(evaluation.clips.map(({ results }) => results.alone?.durationSeconds)).toEqual([
      1.5,
      // Of the 3.1657 s of the file.
      expect.closeTo(1.6657, 4),
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/sad-woman\.flac \[900–901\] could not be classified: .*ends after/);
  });

  test('compares two evaluations of the same clips', async () => {
    const earlier = join(folder, 'earlier.json');
    await runCli(['evaluate', list, '-o', earlier]);
    const { evaluation } = await evaluate(
      list,
      '--model',
      model,
      '--no-baseline',
      '--compare',
      earlier,
    );
    expect(evaluation.comparisons).toHaveLength(1);
    const [{ first, second, clips, onlyFirst, onlySecond, mcnemar } = {}] =
      evaluation.comparisons as Partial<Evaluation['comparisons'][number]>[];
    expect(first).toMatch(/^wav2vec2-mini, alone$/);
    expect(second).not.toBe(first);
    expect(clips).toBe(6);
    expect((onlyFirst ?? 0) + (onlySecond ?? 0)).toBeGreaterThan(0);
    expect(mcnemar).toBeLessThanOrEqual(1);
    const { exitCode, stderr } = await runCli(['evaluate', list, '--compare', list]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/is not an evaluation/);
  });
});

describe('bad manifests', () => {
  test('say what is wrong with each row, evaluate the others, and end with 1', async () => {
    const text = join(folder, 'audio', 'text.wav');
    await writeFile(text, 'hello');
    const bad = await writeList('bad.csv', [
      'audio/nowhere.wav,angry,man',
      'audio/angry-man.flac,angry,man',
      'audio/text.wav,angry,man',
      'audio/sad-woman.flac,hungry,woman',
      'audio/sad-woman.flac',
    ]);
    const { exitCode, stderr, evaluation } = await evaluate(bad);
    expect(exitCode).toBe(1);
    expect(evaluation.clips).toHaveLength(6);
    expect(evaluation.problems.map(({ kind }) => kind).sort()).toEqual([
      ...['bad-row', 'duplicate', 'failed', 'missing-file', 'unknown-label'],
    ]);
    for (const words of [
      /nowhere\.wav does not exist/,
      /listed twice/,
      /text\.wav could not be/,
      /label hungry/,
      /line 12/,
    ])
      expect(stderr).toMatch(words);
  });

  test.each([
    [
      'without a clip that can be used',
      'file,label\na.wav,ang\n',
      /No clip of .* can be evaluated.*a\.wav does not exist/,
    ],
    ['without clips', '', /it lists no clip/],
  ])('are refused %s', async (_, content, words) => {
    const place = join(folder, 'useless.csv');
    await writeFile(place, content);
    const { exitCode, stdout, stderr } = await runCli(['evaluate', place]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(words);
  });

  test('that do not exist, and wrong options, have words', async () => {
    expect((await runCli(['evaluate', join(folder, 'nowhere')])).stderr).toMatch(/no such file/);
    expect((await runCli(['evaluate', list, '--map', 'exc'])).exitCode).toBe(2);
    expect((await runCli(['evaluate', list, '--column', 'colour=x'])).stderr).toMatch(
      /expected one of file, label/,
    );
    expect((await runCli(['evaluate', list, '--dimension-range', '5,1'])).exitCode).toBe(2);
  });
});

test('a result never replaces the list or a recording', async () => {
  const before = await readFile(list);
  const taken = [list, join(folder, 'audio', 'sad-woman.flac')];
  for (const output of taken) {
    const { exitCode, stderr } = await runCli(['evaluate', list, '-o', output]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/is evaluated and would be lost/);
  }
  expect(await readFile(list)).toEqual(before);
});

describe('an interrupted run', () => {
  const files = async () => (await readdir(folder)).filter((name) => name.startsWith('resumed'));

  test('continues where it stopped, with the same results, and leaves no file', async () => {
    const output = join(folder, 'resumed.json');
    const journal = `${output}.part.jsonl`;
    // A last clip of 90 s, so that there is time for the interruption.
    const stop = new AbortController();
    const late = join(folder, 'late');
    await mkdir(late);
    for (const name of NAMES)
      await copyFile(join(folder, 'audio', `${name}.flac`), join(late, `${name}.flac`));
    await writeFile(join(late, 'long.wav'), makeWav(90, voice));
    const rows = [...NAMES, 'long'].map(
      (name) =>
        `late/${name}.${name === 'long' ? 'wav' : 'flac'},${name === 'long' ? 'sad' : (name.split('-')[0] ?? '')}`,
    );
    const place = join(folder, 'late.csv');
    await writeFile(place, `file,label\n${rows.join('\n')}\n`);
    const watch = setInterval(() => {
      void readFile(journal, 'utf8').then(
        (text) => {
          if (text.trim().split('\n').length >= 3) stop.abort();
        },
        () => undefined,
      );
    }, 5);
    const stopped = await runCli(['evaluate', place, '-o', output], { signal: stop.signal });
    clearInterval(watch);
    expect(stopped.exitCode).toBe(130);
    expect(await files()).toEqual(['resumed.json.part.jsonl']);
    const kept = (await readFile(journal, 'utf8')).trim().split('\n');
    expect(kept.length).toBeGreaterThanOrEqual(3);
    // What an interruption cut off is computed again.
    await writeFile(journal, `${kept.slice(0, 3).join('\n')}\n${(kept[2] ?? '').slice(0, 50)}`);
    await writeFile(join(late, 'long.wav'), makeWav(2, voice));
    expect((await runCli(['evaluate', place, '-o', output])).exitCode).toBe(0);
    expect(await files()).toEqual(['resumed.json']);
    const whole = await runCli(['evaluate', place, '-f', 'json']);
    expect(await readFile(output, 'utf8')).toBe(whole.stdout);
  });

  test('begins anew if the journal is of another model', async () => {
    const output = join(folder, 'resumed.json');
    await rm(output, { force: true });
    await writeFile(
      `${output}.part.jsonl`,
      '{"format":"wav2emo-journal","version":1,"work":"x"}\n{"clip":"y"}\n',
    );
    expect((await runCli(['evaluate', list, '-o', output])).exitCode).toBe(0);
    expect(JSON.parse(await readFile(output, 'utf8'))).toMatchObject({ clips: { length: 6 } });
    expect(await files()).toEqual(['resumed.json']);
  });
});

test('crosscorpus has the figures of evaluate, a row for each model and a column for each corpus', async () => {
  const men = join(folder, 'men.csv');
  await writeFile(men, 'file,label\naudio/angry-man.flac,angry\naudio/neutral-man.flac,neutral\n');
  const output = join(folder, 'cross.json');
  const words = [
    'crosscorpus',
    list,
    men,
    '-m',
    'wav2vec2-mini',
    '-m',
    model,
    '-o',
    output,
    '--jobs',
    '1',
  ];
  const { exitCode, stdout, stderr } = await runCli(words);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Average recall in percent .* Rows: model\. Columns: corpus\.\n/);
  const lines = stdout.split('\n');
  expect(lines.find((line) => line.includes('list.csv'))).toMatch(/list\.csv +men\.csv/);
  const written = JSON.parse(await readFile(output, 'utf8')) as Evaluation[];
  const { evaluation } = await evaluate(list);
  expect(written[0]?.runs).toEqual(evaluation.runs);
  expect(written).toHaveLength(4);
  const run = evaluation.runs[0];
  if (run?.task !== 'classification') throw new Error('no classification');
  const recall = (100 * run.figures.averageRecall.value).toFixed(1);
  expect(lines.find((line) => line.startsWith('wav2vec2-mini'))).toContain(` ${recall} (`);
});

test('crosscorpus continues after an interruption, with the same results, and leaves no file', async () => {
  const output = join(folder, 'crossed.json');
  const files = async () => (await readdir(folder)).filter((name) => name.startsWith('crossed'));
  const words = ['crosscorpus', list, '-m', 'wav2vec2-mini', '-o', output, '--jobs', '1'];
  const stop = new AbortController();
  const watch = setInterval(() => {
    void files().then(async ([journal]) => {
      if (journal === undefined) return;
      const text = await readFile(join(folder, journal), 'utf8').catch(() => '');
      if (text.trim().split('\n').length >= 3) stop.abort();
    });
  }, 2);
  const stopped = await runCli(words, { signal: stop.signal });
  clearInterval(watch);
  expect(stopped.exitCode).toBe(130);
  const [journal = ''] = await files();
  expect(journal).toMatch(/^crossed\.json\.[0-9a-f]{16}\.part\.jsonl$/);
  const kept = (await readFile(join(folder, journal), 'utf8')).trim().split('\n');
  expect(kept.length).toBeGreaterThanOrEqual(3);
  expect((await runCli(words)).exitCode).toBe(0);
  expect(await files()).toEqual(['crossed.json']);
  const [resumed] = JSON.parse(await readFile(output, 'utf8')) as Evaluation[];
  const { evaluation } = await evaluate(list);
  expect(resumed?.runs).toEqual(evaluation.runs);
});

test('a clip that vanishes during an evaluation is a problem of this clip alone', async () => {
  const place = join(folder, 'vanishing');
  await mkdir(place);
  for (const name of NAMES.slice(0, 3))
    await copyFile(join(folder, 'audio', `${name}.flac`), join(place, `${name}.flac`));
  await writeFile(join(place, 'long.wav'), makeWav(60, voice));
  const rows = ['long.wav,sad', ...NAMES.slice(0, 3).map((name) => `${name}.flac,angry`)];
  const table = join(place, 'list.csv');
  await writeFile(table, `file,label\n${rows.join('\n')}\n`);
  const output = join(place, 'found.json');
  const gone = join(place, `${NAMES[2] ?? ''}.flac`);
  const watch = setInterval(() => {
    void access(`${output}.part.jsonl`).then(
      () => rm(gone, { force: true }),
      () => undefined,
    );
  }, 1);
  const words = ['evaluate', table, '-m', 'wav2vec2-mini', '-o', output, '--jobs', '1'];
  const { exitCode, stderr } = await runCli(words);
  clearInterval(watch);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`${NAMES[2] ?? ''}.flac`);
  expect(stderr).not.toContain('ENOENT');
  const found = JSON.parse(await readFile(output, 'utf8')) as Evaluation;
  expect(found.clips).toHaveLength(3);
  expect(found.problems).toMatchObject([{ kind: 'failed' }]);
});

test('a regression model is measured on the dimensions of IEMOCAP, from 1 to 5', async () => {
  const root = join(folder, 'iemocap');
  const wavs = join(root, 'Session1/sentences/wav/Ses01F_impro01');
  const judged = join(root, 'Session1/dialog/EmoEvaluation');
  await mkdir(wavs, { recursive: true });
  await mkdir(judged, { recursive: true });
  const values = [
    [2.5, 1, 3],
    [4, 5, 4],
    [3, 3, 2],
  ];
  for (const [at, name] of NAMES.slice(0, 3).entries())
    await copyFile(
      join(folder, 'audio', `${name}.flac`),
      join(wavs, `Ses01F_impro01_F00${at}.wav`),
    );
  await writeFile(
    join(judged, 'Ses01F_impro01.txt'),
    values
      .map(
        (each, at) =>
          `[${at}.0 - ${at}.9]\tSes01F_impro01_F00${at}\tneu\t[${each.map((value) => value.toFixed(4)).join(', ')}]\n`,
      )
      .join('\n'),
  );
  const source = checkpointFolder('audeering');
  const { exitCode, stderr, evaluation } = await evaluate(root, '--model', source);
  expect([exitCode, stderr]).toEqual([0, '']);
  const [run] = evaluation.runs;
  if (run?.task !== 'regression') throw new Error('no regression');
  expect(run.figures.map(({ dimension, clips }) => [dimension, clips])).toEqual([
    ['arousal', 3],
    ['dominance', 3],
    ['valence', 3],
  ]);
  const predicted = evaluation.clips.map(({ results: { alone } }) =>
    alone && 'dimensions' in alone ? (alone.dimensions['arousal'] ?? NaN) : NaN,
  );
  const errors = predicted.map((value, at) => value - ((values[at]?.[1] ?? NaN) - 1) / 4);
  const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / 3);
  expect(run.figures[0]?.rmse).toBeCloseTo(rmse, 6);
  const table = await runCli(['evaluate', root, '--model', source]);
  expect(table.stdout).toMatch(/Dimension +Clips +CCC/);
});
