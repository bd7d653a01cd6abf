import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  type Conversation,
  CONVERSATION_FORMATS,
  FORMAT_NAMES,
  writeConversation,
} from '../../../src/conversation/index.js';
import { nameLabel } from '../../../src/labels.js';
import { CALL, MONOLOGUE, SILENCE } from '../made-conversation.js';

const FIXTURES = new URL('../../fixtures/conversations/', import.meta.url);

/** The name of a recording with everything that a format has to escape. */
const FILE = 'calls/Ms "Ann" & co <1>, 客服.wav';

/** `recipes/formats/check.py` reads these files with the libraries of their users. */
const CASES = [
  ['call', FILE, CALL, 'segments'],
  ['moments', FILE, CALL, 'moments'],
  ['monologue', 'monologue.flac', MONOLOGUE, 'segments'],
  ['silence', '=silence.wav', SILENCE, 'segments'],
] as const;

describe.each(CASES)('%s', (name, file, conversation, content) => {
  test.each(FORMAT_NAMES)(
    'as %s is the file that its readers were checked with',
    async (format) => {
      const text = writeConversation({ file, conversation }, format, { content });
      const { extension } = CONVERSATION_FORMATS[format];
      const fixture = fileURLToPath(new URL(`${name}/${name}.${extension}`, FIXTURES));
      await expect(text).toMatchFileSnapshot(fixture);
    },
  );
});

test('every format has an extension of its own', () => {
  const extensions = Object.values(CONVERSATION_FORMATS).map(({ extension }) => extension);
  expect(new Set(extensions).size).toBe(extensions.length);
});

test('JSON is the conversation with the name of its file', () => {
  const text = writeConversation({ file: 'a.wav', conversation: MONOLOGUE }, 'json');
  expect(JSON.parse(text)).toEqual({ file: 'a.wav', ...MONOLOGUE });
});

test('files for people name the labels in the chosen language', () => {
  const recording = { file: 'a.wav', conversation: CALL };
  for (const format of ['srt', 'vtt', 'audacity'] as const)
    expect(writeConversation(recording, format, { language: 'zh' })).toContain('愤怒');
});

test('several recordings share one table, and one header', () => {
  const recordings = [
    { file: 'a.wav', conversation: CALL },
    { file: 'b.wav', conversation: MONOLOGUE },
  ];
  const options = { content: 'segments', language: 'en' } as const;
  const rows = CONVERSATION_FORMATS.csv.write(recordings, options).trim().split('\n');
  expect(rows).toHaveLength(1 + CALL.segments.length + MONOLOGUE.segments.length);
  expect(rows.at(-1)).toBe('b.wav,1,2,speaker-1,hap,0.9,0.02,0.05,0.9,0.03,');
});

test('recordings of the same name in different folders stay apart in RTTM', () => {
  const recordings = ['one/a b.wav', 'two/a b.wav'].map((file) => ({
    file,
    conversation: MONOLOGUE,
  }));
  const options = { content: 'segments', language: 'en' } as const;
  const ids = CONVERSATION_FORMATS.rttm
    .write(recordings, options)
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[1]);
  expect(ids).toEqual(['one/a_b.wav', 'two/a_b.wav']);
});

describe('names from files', () => {
  const named = (name: string): Conversation => ({
    ...CALL,
    speakers: CALL.speakers.map((speaker, at) => (at === 0 ? { ...speaker, name } : speaker)),
  });
  const write = (name: string, format: (typeof FORMAT_NAMES)[number]) =>
    writeConversation({ file: 'a.wav', conversation: named(name) }, format);

  test.each(FORMAT_NAMES)('with line breaks stay on one line in %s', (format) => {
    const text = write('Ann\r\n\r\n\u2028\tBob', format);
    if (format !== 'json') expect(text).not.toMatch(/[\u2028\r]|Ann\s*\n/);
    expect(text.split('\n')).toHaveLength(write('Ann', format).split('\n').length);
  });

  test('cannot end the times of a subtitle or begin markup', () => {
    expect(write('--> <i>{\\an8}', 'srt')).toContain('\n→ ‹i›(\\an8): neutral 71%\n');
    expect(write('--> <i>', 'vtt')).toContain('<v --› ‹i›>neutral 71%\n');
  });

  test('that are equal carry the ids, so that tiers differ', () => {
    const grid = write('right', 'textgrid');
    expect(grid).toContain('name = "right (left)"');
    expect(grid).toContain('name = "right (right)"');
  });

  test('that look like formulas are text in a spreadsheet, and exact for audformat', () => {
    expect(write('=1+1', 'csv')).toContain(",'=1+1,");
    expect(write('=1+1', 'audformat')).toContain(',=1+1,');
  });

  test('that XML cannot hold are replaced', () => {
    expect(write('a\uFFFEb\uD800c', 'eaf')).toContain('TIER_ID="a\uFFFDb\uFFFDc"');
  });
});

test('a model with dimensions has points of a course instead of segments', () => {
  const course = [
    { start: 0.5, end: 1.5, values: [0.4, 0.7] },
    { start: 1, end: 2, values: [0.5, 0.25] },
  ];
  const conversation: Conversation = {
    ...MONOLOGUE,
    task: 'regression',
    labels: ['arousal', 'valence'].map(nameLabel),
    segments: [],
    summary: {
      ...MONOLOGUE.summary,
      speakers: [
        {
          ...{ speaker: 'speaker-1', speechSeconds: 1, longestMonologueSeconds: 1 },
          ...{ interruptions: 0, course },
        },
      ],
    },
  };
  const recording = { file: 'a.wav', conversation };
  expect(writeConversation(recording, 'csv')).toBe(
    'file,start,end,speaker,label,score,arousal,valence,findings\n' +
      'a.wav,0.5,1.5,speaker-1,arousal 0.40 valence 0.70,,0.4,0.7,\n' +
      'a.wav,1,2,speaker-1,arousal 0.50 valence 0.25,,0.5,0.25,\n',
  );
  expect(writeConversation(recording, 'srt', { language: 'zh' })).toContain(
    '唤醒度 0.40 效价 0.70',
  );
});

describe('times', () => {
  const segment = { ...CALL.segments[0], speaker: 'left' } as Conversation['segments'][number];
  const withTimes = (...times: [number, number][]): Conversation => ({
    ...CALL,
    durationSeconds: 400_000,
    segments: times.map(([start, end]) => ({ ...segment, start, end })),
  });

  test('beyond a day are written in hours, and in days for audformat', () => {
    const recording = { file: 'a.wav', conversation: withTimes([90_061.5, 360_000]) };
    expect(writeConversation(recording, 'vtt')).toContain('25:01:01.500 --> 100:00:00.000');
    expect(writeConversation(recording, 'audformat')).toContain('1 days 01:01:01.500000,4 days');
  });

  test('that round to the same millisecond still make a cue, which players drop otherwise', () => {
    const recording = { file: 'a.wav', conversation: withTimes([1.0001, 1.0002]) };
    expect(writeConversation(recording, 'srt')).toContain('00:00:01,000 --> 00:00:01,001');
  });

  test('of one tier do not overlap', () => {
    const recording = { file: 'a.wav', conversation: withTimes([1, 3], [2, 4], [2.5, 3]) };
    const grid = writeConversation(recording, 'textgrid');
    expect([...grid.matchAll(/xmin = (\S+)\n +xmax = (\S+)\n +text = "neu"/g)].map(String)).toEqual(
      [expect.stringContaining('xmin = 1\n'), expect.stringContaining('xmin = 3\n')],
    );
  });
});
