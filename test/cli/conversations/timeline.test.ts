import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addTimeline } from '../../../src/cli/commands/timeline.js';
import type { AnalyseOptions } from '../../../src/cli/conversations/analyser.js';
import type { Conversation } from '../../../src/conversation/index.js';
import { AudioError } from '../../../src/errors.js';
import { CALL, MONOLOGUE, SILENCE } from '../../conversation/made-conversation.js';
import { makeWav, voice } from '../../support/make-wav.js';
import { runWith } from './run-with.js';

let folder: string;
let call: string;
let other: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wav2emo-timeline-'));
  [call, other] = [join(folder, 'call.wav'), join(folder, 'other.wav')];
  await writeFile(call, makeWav(1, voice));
  await writeFile(other, makeWav(1, voice));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `timeline`; every recording is the same conversation. */
const run = (words: readonly string[], conversation: Conversation = CALL) =>
  runWith(() => Promise.resolve(conversation), addTimeline, ['timeline', ...words]);

describe('the table', () => {
  test('has a strip, shares and facts for each speaker, and the moments in words', async () => {
    const { exitCode, stdout } = await run([call]);
    expect(exitCode).toBe(0);
    expect(stdout.replace(folder, '')).toMatchInlineSnapshot(`
      "/call.wav  0:12 · 2 speakers · silence 0:04, overlap 0:00 · test-model
        ! The recording has the bandwidth of a telephone. Models trained on full-band recordings are less reliable for it.

        Ms "Ann" <A&B>    ···············                 AAAAAAAAAAA                 
        Right channel                 SSSSSSSSSSSSSSSSSSS                             
                        0:00                                                      0:12
                        · neutral  A angry  H happy  S sad

        Ms "Ann" <A&B>  speaks 0:04 (38 %), 4.2 syllables/s
          neutral  ██████████████░░░░░░░░░░   58%
          angry    ██████████░░░░░░░░░░░░░░   42%

        Right channel  speaks 0:03 (28 %), 3.1 syllables/s, interrupts once
          sad  ████████████████████████  100%

        Moments
          1. 0:07-0:09  Ms "Ann" <A&B> sounds angry (91 %)
          2. 0:03-0:06  Right channel turns from neutral to sad (50 %)

      "
    `);
  });

  test('is in Chinese if the option says so', async () => {
    const { stdout } = await run([call, '--language', 'zh']);
    expect(stdout).toContain('2 位说话人');
    expect(stdout).toContain('右声道由中性转为悲伤（50%）');
    expect(stdout).toContain('! 音频只有电话带宽');
  });

  test('names no emotion where nobody speaks', async () => {
    const { stdout } = await run([call], SILENCE);
    expect(stdout).toContain('no speech');
    expect(stdout).toContain('! No speech was found');
    for (const { en } of CALL.labels) expect(stdout).not.toContain(en);
  });

  test('with --moments lists the moments only, all of them', async () => {
    const [moment] = CALL.moments;
    if (!moment) throw new Error('the call has moments');
    const many = { ...CALL, moments: Array.from({ length: 12 }, () => moment) };
    const table = await run([call], many);
    expect(table.stdout.match(/sounds angry/g)).toHaveLength(8);
    expect(table.stdout).toContain('4 more with --moments');
    const moments = await run([call, '--moments'], many);
    expect(moments.stdout.match(/sounds angry/g)).toHaveLength(12);
    expect(moments.stdout).not.toContain('speaks');
  });

  test('keeps control characters of names out of the terminal', async () => {
    const [first, ...rest] = CALL.speakers;
    const name = 'Ann\u001b[2J\u202Eevil';
    const conversation = { ...CALL, speakers: [{ ...first, name }, ...rest] } as Conversation;
    const { stdout } = await run([call], conversation);
    expect(stdout).not.toMatch(/[\u202E]/);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('formats', () => {
  test('go to stdout by name', async () => {
    const { stdout } = await run([call, '--format', 'vtt']);
    expect(stdout).toMatch(/^WEBVTT\n\n1\n00:00:00\.500 --> /);
  });

  test('with several recordings in one table have one header', async () => {
    const { stdout } = await run([call, other, '-f', 'csv'], MONOLOGUE);
    expect(stdout.match(/^file,start/gm)).toHaveLength(1);
    expect(stdout).toContain('call.wav,1,2');
    expect(stdout).toContain('other.wav,1,2');
  });

  test('that hold one recording refuse several, and say what to do', async () => {
    const { exitCode, stdout, stderr } = await run([call, other, '-f', 'srt']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('holds one recording, found 2. Name a folder with --output');
  });

  test('in a folder are one file for each recording', async () => {
    const results = join(folder, 'results/');
    await run([call, other, '-f', 'textgrid', '-o', results]);
    expect((await readdir(results)).sort()).toEqual(['call.TextGrid', 'other.TextGrid']);
    expect(await readFile(join(results, 'call.TextGrid'), 'utf8')).toContain('"IntervalTier"');
  });

  test('of recordings with the same name do not replace each other', async () => {
    const deeper = join(folder, 'deeper');
    await mkdir(deeper, { recursive: true });
    await writeFile(join(deeper, 'Call.wav'), makeWav(1, voice));
    const results = join(folder, 'same/');
    await run([call, join(deeper, 'Call.wav'), '-f', 'eaf', '-o', results]);
    expect((await readdir(results)).sort()).toEqual(['Call (2).eaf', 'call.eaf']);
  });

  test('of a file follow from its name', async () => {
    for (const [name, beginning] of [
      ['a.srt', '1\n'],
      ['a.speakers.rttm', 'SPEAKER call 1 0.500 2.750 <NA> <NA> Ms_'],
      ['a.audformat.csv', 'file,start,end,speaker,emotion'],
      ['A.TEXTGRID', 'File type'],
    ] as const) {
      const path = join(folder, name);
      await run([call, '-o', path]);
      expect((await readFile(path, 'utf8')).startsWith(beginning)).toBe(true);
    }
  });

  test('that a file does not name are asked for', async () => {
    const { exitCode, stderr } = await run([call, '-o', join(folder, 'a.docx')]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('does not say which format to write');
  });

  test('never replace a recording', async () => {
    const { exitCode, stderr } = await run([call, '-f', 'srt', '-o', call]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('is one of the recordings and would be lost');
    expect((await readFile(call)).length).toBeGreaterThan(30_000);
  });

  test('of CSV begin with a byte order mark if Excel reads them', async () => {
    const { stdout } = await run([call, '-f', 'csv', '--bom']);
    expect(stdout.startsWith('\uFEFFfile,')).toBe(true);
  });
});

test('options reach the analysis', async () => {
  const seen: AnalyseOptions[] = [];
  const words = ['--channels', 'left', '--speakers', '3', '--window', '4', '--step', '0.5'];
  await runWith(
    (_file, options) => {
      seen.push(options);
      return Promise.resolve(CALL);
    },
    addTimeline,
    ['timeline', call, ...words],
  );
  expect(seen).toMatchObject([
    { channels: 'left', speakers: 3, windowSeconds: 4, stepSeconds: 0.5 },
  ]);
});

test.each([
  [['--speakers', '0'], 'Expected a whole number from 1 to 20.'],
  [['--step', '0.1'], 'Expected seconds from 0.5 to 15.'],
  [['--window', 'x'], 'Expected seconds from 0.5 to 15.'],
  [['--format', 'docx'], 'Allowed choices are json, csv'],
])('%j is wrong usage', async (words, message) => {
  const { exitCode, stderr } = await run([call, ...words]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('a recording that fails is reported, and the others are still written', async () => {
  const failing = (file: unknown) =>
    file === call
      ? Promise.reject(new AudioError('audio-empty', 'The recording is empty.'))
      : Promise.resolve(MONOLOGUE);
  const words = ['timeline', call, other, join(folder, 'missing.wav'), '-f', 'json'];
  const { exitCode, stdout, stderr } = await runWith(failing, addTimeline, words);
  expect(exitCode).toBe(1);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(`${call}: The recording is empty.`);
  expect(stderr).toContain('missing.wav: there is no such file');
});

test('an interruption ends the command with code 130', async () => {
  const controller = new AbortController();
  const { exitCode } = await runWith(
    (_file, { signal }) => {
      controller.abort();
      signal?.throwIfAborted();
      return Promise.resolve(CALL);
    },
    addTimeline,
    ['timeline', call, other],
    controller.signal,
  );
  expect(exitCode).toBe(130);
});
