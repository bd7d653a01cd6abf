import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpointFolder } from '../support/fixtures.js';
import { makeWav, voice } from '../support/make-wav.js';
import { runCli } from '../support/run-cli.js';

const LABELS = ['neu', 'ang', 'hap', 'sad'];
let folder: string;
let recording: string;
let text: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-cli-'));
  recording = join(folder, 'voice.wav');
  text = join(folder, 'text.wav');
  await writeFile(recording, makeWav(1.5, voice));
  await writeFile(text, 'This is a text, whatever its name says.');
  await mkdir(join(folder, 'deeper'));
  await writeFile(join(folder, 'deeper', 'second.dat'), makeWav(1, voice));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const parseLines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('results', () => {
  test('a table with a bar and a probability for every label', async () => {
    const { exitCode, stdout } = await runCli(['classify', recording]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('voice.wav');
    for (const name of ['neutral', 'angry', 'happy', 'sad'])
      expect(stdout).toMatch(new RegExp(`${name}\\s+[█░]{24}\\s+[01]\\.\\d{3}`));
  });

  test('dimensions beside the classes follow them in the table and in CSV', async () => {
    const words = ['classify', recording, '-m', checkpointFolder('vox-profile-wavlm')];
    const { exitCode, stdout } = await runCli(words);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Other|other/);
    for (const name of ['arousal', 'valence', 'dominance'])
      expect(stdout).toMatch(new RegExp(`${name}\\s+[█░]{24}\\s+[01]\\.\\d{3}`));
    const [head = '', row = ''] = (await runCli([...words, '--csv'])).stdout.split('\n');
    expect(head).toContain('Surprise,Other,arousal,valence,dominance,duration_seconds');
    const at = head.split(',').indexOf('dominance');
    expect(Number(row.split(',')[at])).toBeGreaterThan(0);
  });

  test('a table names no emotion for silence', async () => {
    const silence = join(folder, 'silence.wav');
    await writeFile(
      silence,
      makeWav(1, () => 0),
    );
    const { stdout } = await runCli(['classify', silence]);
    await rm(silence);
    expect(stdout).toMatch(/silence\.wav {2}no emotion to name {2}1\.0 s/);
    expect(stdout).toContain('! The recording is silent');
  });

  test('a table names no emotion for noise, unless --no-voice-activity is set', async () => {
    const noise = join(folder, 'noise.wav');
    await writeFile(
      noise,
      makeWav(1, (time) => 0.2 * Math.sin(9e6 * time * time)),
    );
    const { stdout } = await runCli(['classify', noise, '--json']);
    expect(parseLines(stdout)[0]).toMatchObject({
      label: expect.any(String) as string,
      findings: [{ code: 'no-speech', value: 0 }],
    });
    const table = await runCli(['classify', noise]);
    expect(table.stdout).toMatch(/no emotion to name[\s\S]*! No speech was found/);
    const trusted = await runCli(['classify', noise, '--json', '--no-voice-activity']);
    expect(trusted.stdout).not.toContain('no-speech');
    await rm(noise);
  });

  test('the table is in Chinese if the locale or the option says so', async () => {
    const byLocale = await runCli(['classify', recording], { env: { LANG: 'zh_CN.UTF-8' } });
    const byOption = await runCli(['classify', recording, '--language', 'zh']);
    expect(byLocale.stdout).toContain('中性');
    expect(byOption.stdout).toBe(byLocale.stdout);
  });

  test('one JSON object on each line, complete and consistent', async () => {
    const { exitCode, stdout } = await runCli(['classify', '--json', recording]);
    expect(exitCode).toBe(0);
    const [record] = parseLines(stdout);
    const { probabilities, label, index, score } = record as {
      probabilities: Record<string, number>;
      label: string;
      index: number;
      score: number;
    };
    expect(Object.keys(record ?? {})).toEqual([
      ...[
        'file',
        'model',
        'label',
        'index',
        'score',
        'probabilities',
        'durationSeconds',
        'findings',
      ],
    ]);
    expect(record).toMatchObject({ file: recording, model: 'wav2vec2-mini', durationSeconds: 1.5 });
    expect(Object.keys(probabilities)).toEqual(LABELS);
    expect(LABELS[index]).toBe(label);
    expect(probabilities[label]).toBe(score);
    expect(score).toBe(Math.max(...Object.values(probabilities)));
    expect(Object.values(probabilities).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  });

  test('CSV with a header and one row for each recording', async () => {
    const { stdout } = await runCli(['classify', '--csv', recording, text]);
    const [header, row, failed] = stdout.trim().split('\n');
    expect(header).toBe(
      'file,model,label,score,neu,ang,hap,sad,duration_seconds,findings,error_code,error_message',
    );
    expect(row).toMatch(/voice\.wav,wav2vec2-mini,(neu|ang|hap|sad),0\.\d+,/);
    expect(failed).toMatch(/text\.wav,.*,audio-unknown-format,/);
  });

  test('the embedding is included on request', async () => {
    const { stdout } = await runCli(['classify', '--json', '--embedding', recording]);
    const [record] = parseLines(stdout);
    expect(record?.['embedding']).toHaveLength(768);
  });

  test('the same input gives the same bytes, and so does stdin', async () => {
    const first = await runCli(['classify', '--json', recording]);
    const second = await runCli(['classify', '--json', recording]);
    const piped = await runCli(['classify', '--json', '-'], { stdin: makeWav(1.5, voice) });
    expect(second.stdout).toBe(first.stdout);
    expect({ ...parseLines(piped.stdout)[0], file: recording }).toEqual(
      parseLines(first.stdout)[0],
    );
  });
});

describe('inputs', () => {
  test('the recordings of a folder are found by content, those of subfolders only with --recursive', async () => {
    const flat = await runCli(['classify', '--json', folder]);
    const deep = await runCli(['classify', '--json', '--recursive', folder]);
    const files = ({ stdout }: { stdout: string }) => parseLines(stdout).map(({ file }) => file);
    expect(files(flat)).toEqual([recording]);
    expect(files(deep)).toEqual([join(folder, 'deeper', 'second.dat'), recording]);
  });

  test('a glob that the shell left alone, and each file once', async () => {
    const pattern = `${folder.replaceAll('\\', '/')}/voice*.wav`;
    const { stdout } = await runCli(['classify', '--json', pattern, recording, recording]);
    expect(parseLines(stdout)).toHaveLength(1);
  });

  test('a folder without a recording does not stop the others', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    const { exitCode, stdout } = await runCli(['classify', '--json', empty, recording]);
    expect(exitCode).toBe(1);
    expect(parseLines(stdout)).toEqual([
      { file: empty, error: expect.objectContaining({ code: 'file-not-found' }) as unknown },
      expect.objectContaining({ file: recording, model: 'wav2vec2-mini' }),
    ]);
  });

  test('stdin keeps its name in CSV, and a name that is a formula is defused', async () => {
    const formula = join(folder, '=1+1.wav');
    await writeFile(formula, makeWav(1, voice));
    const piped = await runCli(['classify', '--csv', '-'], { stdin: makeWav(1, voice) });
    expect(piped.stdout).toMatch(/\n-,wav2vec2-mini,/);
    const before = process.cwd();
    process.chdir(folder);
    const named = await runCli(['classify', '--csv', '=1+1.wav']);
    process.chdir(before);
    expect(named.stdout).toMatch(/\n'=1\+1\.wav,wav2vec2-mini,/);
    await rm(formula);
  });

  test('a folder without a recording and a pattern without a match say so', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    const inFolder = await runCli(['classify', empty]);
    const inPattern = await runCli(['classify', join(empty, '*.wav')]);
    expect(inFolder).toMatchObject({ exitCode: 1, stdout: '' });
    expect(inFolder.stderr).toContain('it contains no file');
    expect(inPattern.stderr).toContain('No file matches');
  });
});

describe('failures', () => {
  test('one bad file does not stop the others', async () => {
    const missing = join(folder, 'missing.wav');
    const { exitCode, stdout } = await runCli(['classify', '--json', text, missing, recording]);
    const records = parseLines(stdout);
    expect(exitCode).toBe(1);
    expect(records[0]).toMatchObject({ file: text, error: { code: 'audio-unknown-format' } });
    expect(records[1]).toMatchObject({ file: missing, error: { code: 'file-not-found' } });
    expect(records[2]).toMatchObject({ file: recording, model: 'wav2vec2-mini' });
  });

  test('an error is a message on stderr, with a stack only on request', async () => {
    const plain = await runCli(['classify', '--model', join(folder, 'no-model'), recording]);
    const asked = await runCli([
      '--debug',
      'classify',
      '--model',
      join(folder, 'no-model'),
      recording,
    ]);
    expect(plain).toMatchObject({ exitCode: 1, stdout: '' });
    expect(plain.stderr).toContain('Found no model');
    expect(plain.stderr).not.toMatch(/\n\s+at /);
    expect(asked.stderr).toMatch(/\n\s+at /);
  });

  test.each([
    [['classify'], 'missing required argument'],
    [['classify', '--nonsense', 'x.wav'], 'unknown option'],
    [['classify', '--json', '--csv', 'x.wav'], 'cannot be used with'],
    [['classify', '--device', 'abacus', 'x.wav'], 'Allowed choices'],
    [['classify', '--threads', '0', 'x.wav'], 'whole number'],
    [['sing'], 'unknown command'],
  ])('wrong usage %j is exit code 2', async (argv, words) => {
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
  });

  test('a missing device is an error that says what to install', async () => {
    const { exitCode, stderr } = await runCli(['classify', '--device', 'coreml', recording]);
    if (process.platform === 'darwin') return;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/coreml.*macOS/s);
  });

  test('a file whose name holds control characters cannot write over the terminal', async () => {
    const missing = join(folder, '\u001b[2Jnone.wav');
    const { stderr } = await runCli(['classify', missing]);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('?[2Jnone.wav');
  });

  test('an interruption while stdin is read stops the work', async () => {
    const interruption = new AbortController();
    setTimeout(() => {
      interruption.abort();
    }, 300);
    const run = runCli(['classify', '-'], { stdin: 'open', signal: interruption.signal });
    expect(await run).toMatchObject({ exitCode: 130, stdout: '' });
  });

  test('an interruption stops the work with exit code 130', async () => {
    const signal = AbortSignal.abort();
    const { exitCode, stdout } = await runCli(['classify', '--json', recording], { signal });
    expect(exitCode).toBe(130);
    expect(stdout).toBe('');
  });
});

describe('help', () => {
  test('no words at all: how to classify a file', async () => {
    const { exitCode, stdout } = await runCli([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('npm start -- classify FILE');
  });

  test('--help and --version are no failures', async () => {
    expect((await runCli(['--help'])).exitCode).toBe(0);
    expect(await runCli(['--version'])).toMatchObject({ exitCode: 0, stdout: '0.1.0\n' });
  });
});
