import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judge } from '../../bench/browser/bars.js';
import { openJournal } from '../../bench/browser/journal.js';
import { nameOf } from '../../bench/browser/variants.js';
import { withSection } from '../../bench/browser/write-section.js';

const row = (name: string, median: number, first = 2000) => ({
  ...{ name, first },
  times: { 10: { median } },
});

describe('the targets for the browser', () => {
  const verdictOf = (bar: RegExp, ...rows: ReturnType<typeof row>[]) =>
    judge(rows, undefined).find((each) => bar.test(each.bar));
  const small = 'wav2emo-small';

  it('compare with Node, and with the faster peer', () => {
    const node = row(nameOf.node(small), 100);
    const threaded = row(nameOf.threaded(small), 310);
    expect(verdictOf(/small, \d+ threads, 10 s/, node, threaded)).toMatchObject({
      ...{ found: '3.10×', reached: false },
    });
    expect(verdictOf(/small, 1 thread/, node, row(nameOf.alone(small), 500))).toMatchObject({
      ...{ found: '5.00×', reached: true },
    });
    const peers = [row(nameOf.peer('q8'), 160), row(nameOf.peer('fp32'), 300)];
    const own = row(nameOf.threaded('wav2vec2-base int8'), 100);
    expect(verdictOf(/int8, 10 s/, own, ...peers)).toMatchObject({
      ...{ found: '1.60×', reached: true },
    });
  });

  it('are not judged by what was not measured, e.g. because a peer failed', () => {
    const own = row(nameOf.threaded('wav2vec2-base int8'), 100);
    for (const each of judge([own], undefined)) {
      expect(each.found).toBe('not measured');
      expect(each).not.toHaveProperty('reached');
    }
    const alone = verdictOf(/int8, 10 s/, own, row(nameOf.peer('fp32'), 200));
    expect(alone).toMatchObject({ found: '2.00×' });
  });
});

describe('the journal of a bench', () => {
  let folder: string;
  const path = () => join(folder, 'journal.jsonl');
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wav2emo-journal-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('continues after an interruption, without the line that was cut off', () => {
    openJournal(path(), 'work').note(['clip', 4], { milliseconds: 7 });
    writeFileSync(path(), `${readFileSync(path(), 'utf8')}["clip / 10",{"mil`);
    const journal = openJournal(path(), 'work');
    expect(journal.find(['clip', 4])).toEqual({ milliseconds: 7 });
    expect(journal.find(['clip', 10])).toBeUndefined();
    journal.note(['clip', 10], { milliseconds: 8 });
    expect(openJournal(path(), 'work').find(['clip', 10])).toEqual({ milliseconds: 8 });
  });

  it('begins anew if the sources are others', () => {
    openJournal(path(), 'work').note(['clip', 4], { milliseconds: 7 });
    expect(openJournal(path(), 'other').find(['clip', 4])).toBeUndefined();
  });
});

it('the report keeps the parts of other programs, in a fixed order', () => {
  const pageFirst = withSection('', "The page's own thread", 'first\n\n### Detail\n\nmore');
  const both = withSection(pageFirst, 'Speed', 'fast');
  expect(both).toMatch(
    /^# In a browser\n[^]*## Speed\n\nfast\n\n## The page[^]*### Detail\n\nmore\n$/,
  );
  expect(withSection(both, 'Speed', 'faster')).toBe(both.replace('fast\n', 'faster\n'));
});
