import { describe, expect, test } from 'vitest';
import { checkClips, checkDimensions, LabelResolver } from '../../src/evaluation/index.js';
import { nameLabel } from '../../src/labels.js';

const labels = ['neu', 'ang', 'hap', 'sad'].map(nameLabel);
const check = (clips: Parameters<typeof checkClips>[0], map: Record<string, string> = {}) =>
  checkClips(clips, new LabelResolver(labels, map));

describe('labels', () => {
  test.each([
    ['hap', { kind: 'known', index: 2 }],
    ['Happiness', { kind: 'known', index: 2 }],
    ['高兴', { kind: 'known', index: 2 }],
    [' ANGRY ', { kind: 'known', index: 1 }],
    ['Neutral state', { kind: 'known', index: 0 }],
    ['exc', { kind: 'outside', name: 'excited' }],
    ['Fear', { kind: 'outside', name: 'fearful' }],
    ['hungry', { kind: 'unknown' }],
  ])('%s', (word, expected) => {
    expect(new LabelResolver(labels).resolve(word)).toEqual(expected);
  });

  test('are mapped, in any case, and left out', () => {
    const resolver = new LabelResolver(labels, { EXC: 'hap', xxx: '-', wut: 'angry' });
    expect(resolver.resolve('exc')).toEqual({ kind: 'known', index: 2 });
    expect(resolver.resolve('XXX')).toEqual({ kind: 'left-out' });
    expect(resolver.resolve('Wut')).toEqual({ kind: 'known', index: 1 });
  });
});

describe('clips that cannot be used', () => {
  test('are named with what to do, and no clip is lost without a word', () => {
    const { clips, problems } = check(
      [
        { file: 'a', label: 'ang' },
        { file: 'b' },
        { file: 'c', label: 'hungry' },
        { file: 'a', label: 'ang' },
        { file: 'd', label: 'fear' },
        { file: 'e', label: 'xxx' },
      ],
      { xxx: '-' },
    );
    expect(clips.map(({ file }) => file)).toEqual(['a', 'd']);
    expect(problems.map(({ kind, text }) => [kind, text])).toEqual([
      ['no-label', 'b has no label. Add one, or delete the row.'],
      [
        'unknown-label',
        'c has the label hungry, which is not known. Correct it, or map it with --map hungry=LABEL.',
      ],
      ['duplicate', 'a is listed twice and counted once. Delete a row.'],
    ]);
  });

  test('rows that contradict each other leave the clip out, however many there are', () => {
    const { clips, problems } = check(
      ['ang', 'hap', 'ang', 'ang'].map((label) => ({ file: 'a', label })),
    );
    expect(clips).toEqual([]);
    expect(problems).toHaveLength(3);
    expect(problems[0]?.text).toMatch(/a is listed as ang and as hap, and is left out/);
  });

  test('parts of a file are different clips', () => {
    const { clips, problems } = check([
      { file: 'a', label: 'ang', end: 1 },
      { file: 'a', label: 'hap', start: 1, end: 2 },
      { file: 'a', label: 'hap', start: 1, end: 2 },
    ]);
    expect(clips).toHaveLength(2);
    expect(problems.map(({ text }) => text)).toEqual([
      'a [1–2] is listed twice and counted once. Delete a row.',
    ]);
  });
});

test('without a label, the one that most people chose is used', () => {
  const { clips, problems } = check([
    { file: 'a', votes: { hap: 2, ang: 1 } },
    { file: 'b', votes: { hap: 1, ang: 1 } },
  ]);
  expect(clips).toEqual([{ file: 'a', label: 'hap', votes: { hap: 2, ang: 1 } }]);
  expect(problems.map(({ text }) => text)).toEqual(['b has no label. Add one, or delete the row.']);
});

test('a regression model needs a value of one of its dimensions', () => {
  const { clips, problems } = checkDimensions(
    [
      { file: 'a', dimensions: { arousal: 0.5 } },
      { file: 'b', label: 'ang' },
      { file: 'c', dimensions: { tempo: 2 } },
    ],
    ['arousal', 'valence'],
  );
  expect(clips.map(({ file }) => file)).toEqual(['a']);
  expect(problems.map(({ text }) => text)).toEqual([
    'b has no value of arousal, valence. Add one, or delete the row.',
    'c has no value of arousal, valence. Add one, or delete the row.',
  ]);
});
