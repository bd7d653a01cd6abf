import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ColumnNames, readClips, readTable } from '../../src/evaluation/index.js';
import { corpusTree } from './corpus-tree.js';

const clipsOf = (text: string, names?: ColumnNames) => readTable(text, 'list', names).clips;

describe('a table of clips', () => {
  const expected = [
    { file: 'a.wav', label: 'ang', speaker: 'x' },
    { file: 'b c.wav', label: 'hap', speaker: 'y' },
  ];

  test.each([
    ['CSV', 'file,label,speaker\na.wav,ang,x\n"b c.wav",hap,y\n'],
    ['TSV', 'file\tlabel\tspeaker\na.wav\tang\tx\nb c.wav\thap\ty'],
    ['semicolons', 'file;label;speaker\na.wav;ang;x\nb c.wav;hap;y\n'],
    ['a byte order mark and CRLF', '\uFEFFfile,label,speaker\r\na.wav,ang,x\r\nb c.wav,hap,y\r\n'],
    ['empty lines and spaces', 'file , label,speaker\n\n a.wav , ang , x \n\nb c.wav,hap,y\n\n'],
    [
      'JSON lines',
      '{"file":"a.wav","label":"ang","speaker":"x"}\r\n\n{"File":"b c.wav","label":"hap","speaker":"y"}\r\n',
    ],
    ['other usual names of columns', 'path,emotion,actor\na.wav,ang,x\nb c.wav,hap,y\n'],
  ])('is read from %s', (_, text) => {
    expect(clipsOf(text)).toEqual(expected);
  });

  test('has columns of any name', () => {
    const text = 'Datei,file,Gefühl\na.wav,no,wütend\n';
    expect(clipsOf(text, { file: 'Datei', label: 'GEFÜHL' })).toEqual([
      { file: 'a.wav', label: 'wütend' },
    ]);
  });

  test('has paths of Windows', () => {
    expect(clipsOf('file,label\nwavs\\angry\\a.wav,ang\n')[0]?.file).toBe('wavs/angry/a.wav');
  });

  test('states speaker, session, language, gender, corpus, fold, times, votes and dimensions', () => {
    const text = `file,label,speaker,session,language,gender,corpus,fold,start,end,votes,arousal
a.wav,ang,s,t,de,female,c,2,1.5,0 days 00:00:03,ang:2;hap:1,0.25
`;
    expect(clipsOf(text)).toEqual([
      {
        ...{ file: 'a.wav', label: 'ang', speaker: 's', session: 't', language: 'de' },
        ...{ gender: 'female', corpus: 'c', fold: '2', start: 1.5, end: 3 },
        ...{ votes: { ang: 2, hap: 1 }, dimensions: { arousal: 0.25 } },
      },
    ]);
  });

  test('names votes in JSON as an object', () => {
    const [clip] = clipsOf('{"file":"a.wav","votes":{"ang":2,"hap":1}}');
    expect(clip?.votes).toEqual({ ang: 2, hap: 1 });
  });

  test('has empty cells as pandas writes them', () => {
    expect(clipsOf('file,label,speaker,end\na.wav,NaN,None,NaT\n')).toEqual([{ file: 'a.wav' }]);
  });
});

describe('rows that cannot be used', () => {
  test.each([
    ['a row with too few cells', 'a.wav', /line 2: .*columns/i],
    ['a row without a file', ',ang,,,', /line 2: it names no file/],
    ['a time that is none', 'a.wav,ang,later,,', /line 2: its start or end is not a time/],
    ['an end before the start', 'a.wav,ang,3,2,', /line 2: it ends before it starts/],
    ['votes that are none', 'a.wav,ang,,,ang:many', /line 2: its votes/],
  ])('are named with their line: %s', (_, row, problem) => {
    const { clips, problems } = readTable(
      `file,label,start,end,votes\n${row}\nb.wav,hap,,,\n`,
      'list.csv',
    );
    expect(clips.map(({ file }) => file)).toEqual(['b.wav']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.text).toMatch(problem);
    expect(problems[0]?.text).toMatch(/^list\.csv, line 2: .*\. Correct the line\.$/);
  });

  test('are named in JSON lines, too', () => {
    const text = '{"file":"a.wav","label":"ang"}\n{"file":\n[1]\n{"file":"b.wav","label":"hap"}';
    const { clips, problems } = readTable(text, 'list.jsonl');
    expect(clips).toHaveLength(2);
    expect(problems.map((problem) => problem.text)).toEqual([
      'list.jsonl, line 2: it is not a JSON object. Correct the line.',
      'list.jsonl, line 3: it is not a JSON object. Correct the line.',
    ]);
  });

  test('are found in a quote that is not closed, without losing what is before', () => {
    const { clips, problems } = readTable('file,label\na.wav,ang\n"b.wav,hap\nc.wav,sad\n', 'x');
    expect(clips.map(({ file }) => file)).toContain('a.wav');
    expect(clips.length + problems.length).toBeGreaterThan(1);
  });

  test.each([
    ['is empty', ''],
    ['has only a header', 'file,label\n'],
    ['has no column of files', 'name,label\na,b\n'],
    ['is a page', '<!doctype html><p>Not found'],
  ])('a table that %s is refused with words', (_, text) => {
    expect(() => readTable(text, 'x.csv')).toThrow(/Could not use x\.csv as a list of clips/);
  });

  test('a column that is named and missing is refused, with those that are there', () => {
    expect(() => readTable('file,emo\na,b\n', 'x.csv', { label: 'mood' })).toThrow(
      /no column named mood, but file, emo/,
    );
  });
});

describe('encodings', () => {
  const text = 'file,label,speaker\na.wav,ang,中\n';
  const gb18030 = Buffer.concat([
    Buffer.from('file,label,speaker\na.wav,ang,'),
    Buffer.from([0xd6, 0xd0, 0x0a]),
  ]);

  test.each([
    ['UTF-8', Buffer.from(text), undefined],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), undefined],
    ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le'), undefined],
    ['UTF-16, big-endian', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), undefined],
    ['GB 18030', gb18030, 'gb18030'],
  ])('%s', async (_, bytes, encoding) => {
    await using tree = await corpusTree({ 'list.csv': bytes, 'a.wav': null });
    const { clips } = await readClips(join(tree.root, 'list.csv'), { encoding });
    expect(clips).toEqual([{ file: join(tree.root, 'a.wav'), label: 'ang', speaker: '中' }]);
  });

  test('another encoding is refused, with the option that helps', async () => {
    await using tree = await corpusTree({ 'list.csv': gb18030, 'a.wav': null });
    await expect(readClips(join(tree.root, 'list.csv'))).rejects.toThrow(
      /is not utf-8.*--encoding gb18030/,
    );
    await expect(readClips(join(tree.root, 'list.csv'), { encoding: 'klingon' })).rejects.toThrow(
      /klingon/,
    );
  });
});

test('paths are found beside the table, below the root, and as they are', async () => {
  await using tree = await corpusTree({
    'lists/list.csv': '',
    'lists/a.wav': null,
    'audio/b.wav': null,
  });
  const { root } = tree;
  const { writeFile } = await import('node:fs/promises');
  await writeFile(
    join(root, 'lists/list.csv'),
    `file,label\na.wav,ang\nb.wav,hap\n${join(root, 'audio/b.wav')},sad\nnowhere.wav,sad\n`,
  );
  const { clips, problems } = await readClips(join(root, 'lists/list.csv'), {
    root: join(root, 'audio'),
  });
  expect(clips.map(({ file }) => file)).toEqual([
    join(root, 'lists/a.wav'),
    join(root, 'audio/b.wav'),
    join(root, 'audio/b.wav'),
  ]);
  expect(problems).toEqual([
    {
      kind: 'missing-file',
      text: 'nowhere.wav does not exist. Correct the path, or name the folder that it is relative to with --root.',
    },
  ]);
});

test('100,000 rows lose none, and say what is wrong with each that cannot be used', async () => {
  const rows = Array.from({ length: 100_000 }, (_, at) => {
    if (at % 1000 === 1) return `missing-${at}.wav,ang,s${at % 50}`;
    return at % 1000 === 2 ? ',ang,' : `${at % 20}.wav,${at % 2 === 0 ? 'ang' : 'hap'},s${at % 50}`;
  });
  const recordings = Array.from({ length: 20 }, (_, at) => [`${at}.wav`, null] as const);
  await using tree = await corpusTree({
    'list.csv': ['file,label,speaker', ...rows].join('\r\n'),
    ...Object.fromEntries(recordings),
  });
  const { clips, problems } = await readClips(join(tree.root, 'list.csv'));
  expect(clips).toHaveLength(99_800);
  expect(problems.filter(({ kind }) => kind === 'missing-file')).toHaveLength(100);
  expect(problems.filter(({ kind }) => kind === 'bad-row')).toHaveLength(100);
});
