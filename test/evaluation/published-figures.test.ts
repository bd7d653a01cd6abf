import { expect, test } from 'vitest';
import { publishedFiguresFor } from '../../src/evaluation/index.js';
import { nameLabel } from '../../src/labels.js';

const FOUR = ['neu', 'ang', 'hap', 'sad'].map(nameLabel);

test.each([
  ['a folder of IEMOCAP', 'iemocap', [{}], FOUR, true],
  [
    'clips whose corpus is IEMOCAP',
    'table',
    [{ corpus: 'IEMOCAP' }, { corpus: 'iemocap' }],
    FOUR,
    true,
  ],
  ['clips of two corpora', 'table', [{ corpus: 'iemocap' }, { corpus: 'emodb' }], FOUR, false],
  ['clips whose corpus is not named', 'table', [{}], FOUR, false],
  ['other classes', 'iemocap', [{}], [...FOUR, nameLabel('fea')], false],
  ['a single class less', 'iemocap', [{}], FOUR.slice(1), false],
] as const)(
  'figures that were published for IEMOCAP with four classes stand beside %s',
  (_, format, clips, labels, isShown) => {
    expect(publishedFiguresFor({ format, clips }, labels).length > 0).toBe(isShown);
  },
);
