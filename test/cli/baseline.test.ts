import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmotionClassifier } from '../../src/index.js';
import { bundleWithHeads } from '../support/heads-bundle.js';
import { runCli } from '../support/run-cli.js';

const clip = (name: string) =>
  fileURLToPath(new URL(`../../examples/audio/${name}.flac`, import.meta.url));

let folder: string;
let model: string;
let anna: string;
let ben: string;
let saved: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-cli-baseline-'));
  model = await bundleWithHeads(join(folder, 'bundle'));
  [anna, ben] = [join(folder, 'anna'), join(folder, 'ben')];
  for (const [name, target] of [
    ['neutral-woman', 'anna'],
    ['happy-woman', 'anna'],
    ['sad-woman', 'anna'],
    ['neutral-man', 'ben'],
  ] as const) {
    await mkdir(join(folder, target), { recursive: true });
    await copyFile(clip(name), join(folder, target, `${name}.flac`));
  }
  saved = join(folder, 'anna.json');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Line = Readonly<Record<string, unknown>> & { readonly file: string };

const parseLines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const classify = (...words: string[]) => runCli(['classify', '--model', model, ...words]);

describe('baseline', () => {
  test('writes the baseline of a person, which the library makes, too', async () => {
    const found = await runCli(['baseline', anna, '-o', saved, '--name', 'Anna', '-m', model]);
    expect(found.exitCode).toBe(0);
    expect(found.stdout).toMatch(
      /anna\.json: Anna: \d\.\d s of speech from 3 recordings, reliability 0\.\d\d\n$/,
    );
    await using classifier = await EmotionClassifier.fromHparams({ source: model });
    const names = ['happy-woman', 'neutral-woman', 'sad-woman'];
    const paths = names.map((name) => join(anna, `${name}.flac`));
    const baseline = await classifier.baseline(paths, { name: 'Anna' });
    expect(JSON.parse(await readFile(saved, 'utf8'))).toEqual(baseline.toJSON());
  });

  test('writes to stdout without -o, and says on stderr what it is', async () => {
    const { stdout, stderr } = await runCli(['baseline', anna, '--name', 'Anna', '-m', model]);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await readFile(saved, 'utf8')));
    expect(stderr).toContain('Anna: ');
  });

  test('replaces a baseline, but never another file such as a recording', async () => {
    const again = await runCli(['baseline', anna, '-o', saved, '--name', 'Anna', '-m', model]);
    expect(again.exitCode).toBe(0);
    const [first = '', second = ''] = ['neutral-woman', 'sad-woman'].map((name) =>
      join(anna, `${name}.flac`),
    );
    const before = await readFile(first);
    const { exitCode, stderr } = await runCli(['baseline', '-o', first, second, '-m', model]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('exists already and is not a baseline');
    expect(await readFile(first)).toEqual(before);
  });

  test('leaves out a recording that cannot be read, and warns of a weak baseline', async () => {
    const text = join(folder, 'text.wav');
    await writeFile(text, 'a text');
    const neutral = join(anna, 'neutral-woman.flac');
    const found = await runCli(['baseline', text, neutral, '-m', model]);
    expect(found.exitCode).toBe(1);
    expect(JSON.parse(found.stdout)).toMatchObject({ recordings: 1 });
    expect(found.stderr).toContain('text.wav');
    expect(found.stderr).toContain('this baseline is weak');
  });

  test('says what to do if the model has no relative head', async () => {
    const { exitCode, stderr } = await runCli(['baseline', anna]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('wav2vec2-mini cannot compare a recording with a baseline');
  });
});

describe('classify --baseline', () => {
  test('says in table, JSON and CSV what the recording was compared with', async () => {
    const file = join(ben, 'neutral-man.flac');
    const { reliability, seconds } = JSON.parse(await readFile(saved, 'utf8')) as {
      reliability: number;
      seconds: number;
    };
    const json = await classify('--baseline', saved, '--json', file);
    const comparedWith = { head: 'relative', seconds, reliability, speaker: 'Anna' };
    expect(parseLines(json.stdout)[0]).toMatchObject({ comparedWith });
    const table = await classify('--baseline', saved, file);
    expect(table.stdout).toMatch(/compared with Anna: \d s of speech, reliability 0\.\d\d/);
    const chinese = await classify('--baseline', saved, file, '--language', 'zh');
    expect(chinese.stdout).toMatch(/已与 Anna 平常说话的声音比较：语音 \d 秒，可靠度 0\.\d\d/);
    const csv = await classify('--baseline', saved, '--csv', file);
    const [header, row] = csv.stdout.trim().split('\n');
    expect(header).toContain(',findings,head,speaker,baseline_seconds,baseline_reliability,');
    expect(row).toContain(`,relative,Anna,${seconds},${reliability},`);
  });

  test('says that a recording was judged alone', async () => {
    const file = join(ben, 'neutral-man.flac');
    const json = await classify('--json', file);
    expect(parseLines(json.stdout)[0]).toMatchObject({ comparedWith: { head: 'absolute' } });
    const csv = await classify('--csv', file);
    expect(csv.stdout).toMatch(/,absolute,,,,/);
    expect((await classify(file)).stdout).not.toContain('compared');
  });

  test.each([
    ['no such file', () => join(folder, 'nobody.json'), 'no such file'],
    ['a recording', () => clip('sad-woman'), 'is not JSON, expected a baseline'],
    ['the description of a model', () => join(model, 'model.json'), 'is not a baseline'],
  ])('refuses %s', async (_name, path, problem) => {
    const { exitCode, stderr, stdout } = await classify('--baseline', path(), clip('sad-woman'));
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(problem);
  });

  test('refuses a baseline together with the other recordings of a speaker', async () => {
    const { exitCode } = await classify('--baseline', saved, '--same-speaker', anna);
    expect(exitCode).toBe(2);
  });
});

describe('classify --same-speaker', () => {
  test('compares each recording with the others of its folder', async () => {
    const { stdout } = await classify('--same-speaker', '--json', anna, ben);
    const heads = parseLines(stdout).map(({ comparedWith }) => comparedWith);
    expect(heads).toMatchObject([
      { head: 'relative' },
      { head: 'relative' },
      { head: 'relative' },
      { head: 'absolute' },
    ]);
  });

  test('says what to do if the model has no relative head', async () => {
    const { exitCode, stderr } = await runCli(['classify', '--same-speaker', anna]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('cannot compare a recording with a baseline');
  });
});

describe('classify --speakers', () => {
  const list = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  test('classifies the recordings of a list by their speakers', async () => {
    const text = [
      'Speaker;quality;File',
      'A;good;anna/neutral-woman.flac',
      `A;good;${join(anna, 'happy-woman.flac')}`,
      ';good;anna/sad-woman.flac',
      'B;good;"ben/neutral-man.flac"',
    ].join('\r\n');
    const { stdout, exitCode } = await classify(
      ...['--json', '--speakers', await list('list.csv', `\uFEFF${text}`)],
    );
    expect(exitCode).toBe(0);
    expect(parseLines(stdout).map(({ comparedWith }) => comparedWith)).toMatchObject([
      { head: 'relative', speaker: 'A' },
      { head: 'relative', speaker: 'A' },
      { head: 'absolute' },
      { head: 'absolute' },
    ]);
  });

  test('classifies only the recordings that are named, if any are', async () => {
    const path = await list('two.csv', 'file,speaker\nanna/neutral-woman.flac,A\nben/x.flac,B\n');
    const { stdout } = await classify('--json', '--speakers', path, anna);
    expect(parseLines(stdout).map(({ comparedWith }) => comparedWith)).toMatchObject([
      { head: 'absolute' },
      { head: 'absolute' },
      { head: 'absolute' },
    ]);
  });

  test.each([
    ['file,person\na.wav,A', 'it has no column named speaker'],
    ['a.wav,A', 'it lists no recording'],
    ['file,speaker\n"a.wav,A', 'it is not CSV'],
    ['file,speaker\n,A', 'line 2 names no file'],
    ['', 'it lists no recording'],
  ])('refuses a list of %j', async (text, problem) => {
    const { exitCode, stderr } = await classify('--speakers', await list('bad.csv', text));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(problem);
  });

  test('a recording of the list that is missing does not stop the others', async () => {
    const path = await list('gap.csv', 'file,speaker\nnowhere.wav,A\nanna/sad-woman.flac,A\n');
    const { exitCode, stdout } = await classify('--json', '--speakers', path);
    expect(exitCode).toBe(1);
    expect(parseLines(stdout)).toMatchObject([
      { error: { code: 'file-not-found' } },
      { comparedWith: { head: 'absolute' } },
    ]);
  });
});

describe('classify --prior', () => {
  test('re-weights the probabilities, with labels by id or English name', async () => {
    const file = clip('sad-woman');
    const [plain, byName, byId, percent] = await Promise.all(
      [[], ['--prior', 'neutral=0.97'], ['--prior', 'neu=0.97'], ['--prior', 'neutral=97%']].map(
        async (words) => parseLines((await classify('--json', file, ...words)).stdout)[0],
      ),
    );
    const neutral = (line?: Line) => (line?.['probabilities'] as { neu: number }).neu;
    expect(neutral(byName)).toBeGreaterThan(neutral(plain));
    expect(byId).toEqual(byName);
    expect(percent).toEqual(byName);
  });

  test.each([
    ['neutral', 2, 'Expected labels with shares'],
    ['neutral=2', 2, 'Expected labels with shares'],
    ['neutral=0.5,neutral=0.2', 2, 'neutral occurs twice'],
    ['joyful=0.5', 1, 'expected a label of the model: neu (neutral), ang (angry)'],
    ['neutral=0.9,sad=0.9', 1, 'sum to 1.8, expected at most 1'],
  ])('refuses %s', async (text, code, problem) => {
    const { exitCode, stderr } = await classify('--prior', text, clip('sad-woman'));
    expect(exitCode).toBe(code);
    expect(stderr).toContain(problem);
  });
});

test('classify without an input is wrong usage', async () => {
  const { exitCode, stderr } = await runCli(['classify']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("missing required argument 'inputs'");
});

test('inspect lists the heads with their calibration', async () => {
  const { stdout } = await runCli(['inspect', model]);
  expect(stdout).toMatch(/absolute head\s+temperature 2, uncertain below 0\.4\n/);
  expect(stdout).toMatch(/relative head\s+temperature 2, uncertain below 0\.4\n/);
});
