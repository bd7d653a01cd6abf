import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  checkClips,
  type Clip,
  LabelResolver,
  type ClipList,
  readClips,
  type ReadClipsOptions,
} from '../../src/evaluation/index.js';
import { nameLabel } from '../../src/labels.js';
import { corpusTree } from './corpus-tree.js';

type Files = Readonly<Record<string, string | null>>;

/** Reads a synthetic corpus; the files of the clips are relative to it. */
async function read(files: Files, place = '', options: ReadClipsOptions = {}) {
  await using tree = await corpusTree(files);
  const { root } = tree;
  const list = await readClips(join(root, place), options);
  const clips = list.clips.map((clip): Clip => ({
    ...clip,
    file: relative(root, clip.file).replaceAll('\\', '/'),
  }));
  return { ...list, clips };
}

const empty = (...names: string[]): Files => Object.fromEntries(names.map((name) => [name, null]));
const labelled = ({ clips }: Pick<ClipList, 'clips'>) =>
  Object.fromEntries(clips.map(({ file, label }) => [file, label]));

describe('names of files by the rules of a corpus', () => {
  test.each<[corpus: string, file: string, clip: Omit<Clip, 'file'>]>([
    [
      'ravdess',
      'Actor_02/03-01-05-02-01-01-02.wav',
      { label: 'angry', speaker: '02', gender: 'female', language: 'en' },
    ],
    [
      'emodb',
      'wav/03a01Fa.wav',
      { label: 'happiness', speaker: '03', gender: 'male', language: 'de' },
    ],
    ['crema-d', 'AudioWAV/1001_DFA_ANG_XX.wav', { label: 'ANG', speaker: '1001', language: 'en' }],
    ['savee', 'DC/sa01.wav', { label: 'sadness', speaker: 'DC', gender: 'male', language: 'en' }],
    [
      'tess',
      'OAF_Pleasant_surprise/OAF_back_ps.wav',
      { label: 'ps', speaker: 'OAF', gender: 'female', language: 'en' },
    ],
    [
      'emovo',
      'f1/rab-f1-b1.wav',
      { label: 'anger', speaker: 'f1', gender: 'female', language: 'it' },
    ],
    ['nemo', 'samples/SB0_anger_12.wav', { label: 'anger', speaker: 'SB0', language: 'pl' }],
  ])('%s', async (corpus, file, clip) => {
    const { format, clips, problems } = await read(empty(file));
    expect(format).toBe(corpus);
    expect(problems).toEqual([]);
    expect(clips).toEqual([{ file, corpus, ...clip }]);
  });

  test('every label of every corpus is a known emotion', async () => {
    const names = [
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((emotion) => `03-01-0${emotion}-01-01-01-01.wav`),
    ];
    const { clips } = await read(empty(...names));
    const resolver = new LabelResolver([nameLabel('neu'), nameLabel('ang')]);
    expect(clips.map(({ label = '' }) => resolver.resolve(label).kind)).toEqual([
      ...['known', 'outside', 'outside', 'outside', 'known', 'outside', 'outside', 'outside'],
    ]);
  });

  test('SAVEE has its speakers in the names, too', async () => {
    const { clips } = await read(empty('AudioData/KL_n05.wav', 'AudioData/JE_su11.wav'));
    expect(clips.map(({ label, speaker }) => [label, speaker])).toEqual([
      ['surprise', 'JE'],
      ['neutral', 'KL'],
    ]);
  });

  test('a recording that does not follow the rules is named', async () => {
    const { clips, problems } = await read(
      empty('03a01Fa.wav', '03a01Nc.wav', '03a01Wa.wav', 'notes.wav', 'readme.txt'),
    );
    expect(clips).toHaveLength(3);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.kind).toBe('no-label');
    expect(problems[0]?.text).toMatch(/^notes\.wav: .*emodb/);
  });
});

describe('folders named after labels', () => {
  test('in any case, also with folders below them', async () => {
    const list = await read(empty('Angry/a.wav', 'sad/x/b.flac', 'sad/._b.flac', 'hap/c.mp3'));
    expect(list.format).toBe('folders');
    expect(labelled(list)).toEqual({
      'Angry/a.wav': 'Angry',
      'hap/c.mp3': 'hap',
      'sad/x/b.flac': 'sad',
    });
  });

  test('with names of own classes, if they are allowed', async () => {
    const files = empty('furious/a.wav', 'polite/b.wav', 'polite/c.wav');
    await expect(read(files)).rejects.toThrow(/Expected subfolders named after emotions/);
    expect(labelled(await read(files, '', { ownClasses: true }))).toEqual({
      'furious/a.wav': 'furious',
      'polite/b.wav': 'polite',
      'polite/c.wav': 'polite',
    });
  });

  test('a folder without recordings or labels is refused with what is expected', async () => {
    await expect(read({ 'notes.txt': 'hello' })).rejects.toThrow(/it contains no recording/);
    await expect(read(empty('x/1.wav'))).rejects.toThrow(/such as x\/1\.wav, follow no rule/);
  });
});

/** One dialogue of IEMOCAP's release: the judgement of each utterance and the votes below it. */
const DIALOGUE = `% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]

[6.2901 - 8.2357]\tSes01F_impro01_F000\tneu\t[2.5000, 2.5000, 2.5000]
C-E2:\tNeutral;\t()
C-E3:\tNeutral;\t()
C-E4:\tNeutral;\t()
C-F1:\tNeutral;\t()
A-E3:\tval 3; act 2; dom  2;\t()
A-F1:\tval 3; act 2; dom  1;\t()

[10.0100 - 11.3925]\tSes01F_impro01_M001\texc\t[4.5000, 3.5000, 2.0000]
C-E2:\tExcited; Happiness;\t()
C-E3:\tExcited;\t(was laughing)

[14.8872 - 18.0175]\tSes01F_impro01_M002\txxx\t[2.0000, 3.5000, 3.5000]
C-E2:\tAnger;\t()

[19.2900 - 20.7875]\tSes01F_impro01_F003\tfru\t[2.0, 4.0, 4.0]

[21.0 - 22.0]\tSes01F_impro01_F004\tang\t[1.5, 4.0, 4.0]
`;

const wav = (id: string) => `Session1/sentences/wav/Ses01F_impro01/${id}.wav`;
const ids = ['F000', 'M001', 'M002', 'F003'].map((turn) => `Ses01F_impro01_${turn}`);

const IEMOCAP: Files = {
  'Session1/dialog/EmoEvaluation/Ses01F_impro01.txt': DIALOGUE.replaceAll('\n', '\r\n'),
  'Session1/dialog/EmoEvaluation/._Ses01F_impro01.txt': 'Mac OS X',
  'Session1/dialog/EmoEvaluation/Categorical/Ses01F_impro01_e2_cat.txt': 'Ses01F_impro01_F000 :N;',
  'Session1/dialog/wav/Ses01F_impro01.wav': null,
  'Session1/sentences/wav/Ses01F_impro01/._Ses01F_impro01_F000.wav': null,
  'Documentation/instructions.txt': 'text',
  ...empty(...ids.map(wav)),
};

describe("IEMOCAP's release", () => {
  test('states label, votes, dimensions, speaker and session of each utterance', async () => {
    const { clips, format, problems } = await read(IEMOCAP);
    expect(format).toBe('iemocap');
    expect(clips.map(({ label }) => label)).toEqual(['neu', 'exc', 'xxx', 'fru']);
    expect(clips[0]).toEqual({
      ...{ file: wav('Ses01F_impro01_F000'), label: 'neu', votes: { Neutral: 3 } },
      ...{ corpus: 'iemocap', language: 'en', speaker: 'Ses01F', gender: 'female' },
      ...{ session: 'Session1', dimensions: { valence: 2.5, arousal: 2.5, dominance: 2.5 } },
    });
    expect(clips[1]).toMatchObject({ speaker: 'Ses01M', votes: { Excited: 2, Happiness: 1 } });
    expect(problems.map(({ text }) => text)).toEqual([
      expect.stringContaining('names Ses01F_impro01_F004, but Session1/sentences/wav has no such'),
    ]);
  });

  test('is used by the protocol of four classes, with excited counted as happy', async () => {
    const { clips, labelMap, protocol } = await read(IEMOCAP);
    const resolver = new LabelResolver(['neu', 'ang', 'hap', 'sad'].map(nameLabel), labelMap);
    const used = checkClips(clips, resolver);
    expect(used.clips.map(({ label }) => label)).toEqual(['neu', 'exc']);
    expect(resolver.resolve('exc')).toEqual({ kind: 'known', index: 2 });
    expect(used.problems).toEqual([]);
    expect(protocol).toContain('2 of the 5531 utterances');
    expect(resolver.shares({ Excited: 2, Happiness: 1, Frustration: 1 })).toEqual([0, 0, 1, 0]);
  });
});

const MELD = `Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,Season,Episode,StartTime,EndTime
1,"So, let’s go",Chandler,neutral,neutral,0,0,8,21,"00:16:16,059","00:16:21,731"
2,Oh no!,Monica,surprise,negative,0,1,8,21,"00:16:21,940","00:16:23,442"
3,Lost,Monica,joy,positive,0,2,8,21,"00:16:23,442","00:16:26,389"
`;

describe('MELD', () => {
  const files: Files = {
    'test_sent_emo.csv': MELD,
    'dev_sent_emo.csv': MELD.split('\n').slice(0, 2).join('\n'),
    ...empty('test_splits/dia0_utt0.mp4', 'test_splits/final_videos_testdia0_utt1.mp4'),
    ...empty('dev_splits/dia0_utt0.mp4'),
  };

  test('is read as a folder, each split with its own clips', async () => {
    const { clips, format, problems } = await read(files);
    expect(format).toBe('meld');
    expect(clips.map(({ file, label, speaker }) => [file, label, speaker])).toEqual([
      ['dev_splits/dia0_utt0.mp4', 'neutral', 'Chandler'],
      ['test_splits/dia0_utt0.mp4', 'neutral', 'Chandler'],
      ['test_splits/final_videos_testdia0_utt1.mp4', 'surprise', 'Monica'],
    ]);
    expect(problems.map(({ text }) => text)).toEqual([
      expect.stringContaining('test_sent_emo.csv, line 4: no recording is named dia0_utt2'),
    ]);
  });

  test('is read as one table', async () => {
    const { clips } = await read(files, 'test_sent_emo.csv');
    expect(clips.map(({ file }) => file)).toEqual([
      'test_splits/dia0_utt0.mp4',
      'test_splits/final_videos_testdia0_utt1.mp4',
    ]);
    expect(clips[0]).toMatchObject({ session: 'dialogue 0', corpus: 'meld', language: 'en' });
  });
});

describe('EmoBox', () => {
  const line = (id: string, emo: string) =>
    `${JSON.stringify({ key: `aesdd-${id}`, dataset: 'aesdd', wav: `downloads/aesdd/${id}.wav`, type: 'raw', sample_rate: 44100, length: 4, task: 'category', emo, channel: 1 })}\n`;
  const files: Files = {
    'data/aesdd/label_map.json': '{"anger": "angry", "happiness": "happy"}',
    'data/aesdd/fold_1/aesdd_train_fold_1.jsonl': line('a2', 'anger'),
    'data/aesdd/fold_1/aesdd_test_fold_1.jsonl': line('a1', 'anger') + line('h1', 'happiness'),
    'data/aesdd/fold_2/aesdd_test_fold_2.jsonl': line('a2', 'anger') + line('s1', 'sadness'),
    ...empty('downloads/aesdd/a1.wav', 'downloads/aesdd/a2.wav'),
    ...empty('downloads/aesdd/h1.wav', 'downloads/aesdd/s1.wav'),
  };

  test('has the test clips of every fold, with the names of the labels', async () => {
    const { clips, format, protocol } = await read(files);
    expect(format).toBe('emobox');
    expect(protocol).toBe('EmoBox, test clips of fold 1, 2.');
    expect(clips.map(({ file, label, fold, corpus }) => [file, label, fold, corpus])).toEqual([
      ['downloads/aesdd/a1.wav', 'angry', '1', 'aesdd'],
      ['downloads/aesdd/h1.wav', 'happy', '1', 'aesdd'],
      ['downloads/aesdd/a2.wav', 'angry', '2', 'aesdd'],
      ['downloads/aesdd/s1.wav', 'sadness', '2', 'aesdd'],
    ]);
  });

  test('has one fold, or says which there are', async () => {
    const { clips } = await read(files, '', { fold: '2' });
    expect(clips.map(({ fold }) => fold)).toEqual(['2', '2']);
    await expect(read(files, '', { fold: '7' })).rejects.toThrow(/no fold 7 of EmoBox, but 1, 2/);
  });

  test('is read from a single list, whose clips lie below the root', async () => {
    await using tree = await corpusTree(files);
    const list = join(tree.root, 'data/aesdd/fold_1/aesdd_test_fold_1.jsonl');
    const { clips } = await readClips(list, { root: tree.root });
    expect(clips.map(({ label, fold }) => [label, fold])).toEqual([
      ['angry', '1'],
      ['happy', '1'],
    ]);
  });

  test('a damaged map of labels is refused', async () => {
    const damaged = { ...files, 'data/aesdd/label_map.json': '{' };
    await expect(read(damaged)).rejects.toThrow(/label_map\.json: it is not JSON/);
  });
});

describe('audformat', () => {
  const header = `name: emodb
languages: [deu]
schemes:
  emotion: {dtype: str, labels: [anger, neutral]}
  speaker:
    dtype: int
    labels: {3: {gender: male}, 8: {gender: female}}
tables:
  files: {type: filewise, columns: {speaker: {scheme_id: speaker}}}
  emotion: {type: filewise, columns: {emotion: {scheme_id: emotion}}}
  segments: {type: segmented, columns: {emotion: {scheme_id: emotion}}}
`;
  const files: Files = {
    'db.yaml': header,
    'db.files.csv': 'file,speaker\nwav/a.wav,3\nwav/b.wav,8\n',
    'db.emotion.csv': 'file,emotion\nwav/a.wav,anger\nwav/b.wav,neutral\n',
    ...empty('wav/a.wav', 'wav/b.wav'),
  };

  test('joins what its tables say about a file', async () => {
    const { clips, format } = await read(files);
    expect(format).toBe('audformat');
    expect(clips).toEqual([
      {
        ...{ file: 'wav/a.wav', label: 'anger', speaker: '3', gender: 'male' },
        ...{ corpus: 'emodb', language: 'deu' },
      },
      {
        ...{ file: 'wav/b.wav', label: 'neutral', speaker: '8', gender: 'female' },
        ...{ corpus: 'emodb', language: 'deu' },
      },
    ]);
  });

  test('has segments with their times', async () => {
    const segments =
      'file,start,end,emotion\nwav/a.wav,0 days 00:00:00,0 days 00:00:01.5,anger\nwav/a.wav,0 days 00:00:01.5,NaT,neutral\n';
    const { clips } = await read({ ...files, 'db.emotion.csv': '', 'db.segments.csv': segments });
    expect(clips.map(({ label, start, end, speaker }) => [label, start, end, speaker])).toEqual([
      ['anger', undefined, 1.5, '3'],
      ['neutral', 1.5, undefined, '3'],
    ]);
  });

  test('has its emotions in a column of any name, which not every table has', async () => {
    const { clips } = await read(
      { ...files, 'db.emotion.csv': 'file,mood\nwav/b.wav,anger\n' },
      '',
      { columns: { label: 'mood' } },
    );
    expect(clips.map(({ file, label, speaker }) => [file, label, speaker])).toEqual([
      ['wav/b.wav', 'anger', '8'],
    ]);
  });

  test('without a table that is stored as CSV is refused with words', async () => {
    await expect(read({ 'db.yaml': header, ...empty('wav/a.wav') })).rejects.toThrow(
      /no table with the column emotion stored as CSV.*files, emotion, segments/,
    );
  });
});
