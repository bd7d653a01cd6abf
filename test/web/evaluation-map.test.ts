import { describe, expect, test } from 'vitest';
import { checkLabels } from '../../web/src/evaluation/check-labels.ts';
import { computeEvaluation } from '../../web/src/evaluation/compute-evaluation.ts';
import { DIRECTIONS, nearestPoint, nextPoint } from '../../web/src/evaluation/map/nearest-point.ts';
import { matchClips } from '../../web/src/evaluation/match-clips.ts';
import type { BundleManifest } from '../../web/src/api/types.ts';
import { makeJob, makeResult } from './make-result.ts';

const LABELS = [
  { id: 'hap', en: 'happy', zh: '高兴' },
  { id: 'sad', en: 'sad', zh: '悲伤' },
];
const MANIFEST = {
  ...{ name: 'mini', task: 'classification', labels: LABELS, precision: 'fp32' },
  files: [{ path: 'model.onnx', bytes: 1, sha256: 'ab' }],
} as unknown as BundleManifest;

/** The map of clips that are all classified as sad; those named in `without` have no embedding. */
function mapOf(rows: readonly string[], without: readonly string[] = []) {
  const names = rows.map((row) => row.split(',')[0] ?? '');
  const text = ['file,label,speaker,corpus', ...rows].join('\n');
  const plan = checkLabels(matchClips(names, [{ name: 'labels.csv', text }]), LABELS);
  const jobs = names.map((name, at) =>
    makeJob({
      ...{ id: name, name, status: 'finished' },
      result: makeResult(without.includes(name) ? {} : { embedding: [at, 1] }),
    }),
  );
  const context = { manifest: MANIFEST, madeBy: 'test', dataName: 'labels.csv' };
  return computeEvaluation(plan, jobs, context)?.map;
}

describe('the map of an evaluation', () => {
  const map = mapOf(
    ['a.wav,joy,x,one', 'b.wav,sad,y,one', 'c.wav,bored,x,two', 'd.wav,悲伤,y,one'],
    ['d.wav'],
  );

  test('has a point for each clip with an embedding, of labels that the model lacks, too', () => {
    expect(map?.points.map(({ name, verdict, score }) => [name, verdict, score])).toEqual([
      ['a.wav', 'wrong', 0.75],
      ['b.wav', 'right', 0.75],
      ['c.wav', 'outside', 0.75],
    ]);
    expect(map?.embeddings).toEqual([
      Float32Array.of(0, 1),
      Float32Array.of(1, 1),
      Float32Array.of(2, 1),
    ]);
  });

  test('is coloured by what is known, and an emotion has one colour as label and as result', () => {
    const counts = map?.colored.map(({ by, groups }) => [
      by,
      ...groups.map(({ id, count }) => `${id} ${count}`),
    ]);
    expect(counts).toEqual([
      ['label', 'happy 1', 'sad 1', 'bored 1'],
      ['result', 'sad 3'],
      ['verdict', 'right 1', 'wrong 1', 'outside 1'],
      ['speaker', 'one x 1', 'one y 1', 'two x 1'],
      ['corpus', 'one 2', 'two 1'],
    ]);
    const colorOf = (by: string, id: string) =>
      map?.colored.find((each) => each.by === by)?.groups.find((each) => each.id === id)?.color;
    expect(colorOf('label', 'sad')).toBe(colorOf('result', 'sad'));
    expect(map?.points[2]?.groups.label).toMatchObject({ en: 'bored', zh: '无聊' });
  });

  test('leaves out what nothing is known about, and is absent without embeddings', () => {
    const plain = mapOf(['a.wav,happy,,', 'b.wav,sad,,']);
    expect(plain?.colored.map(({ by }) => by)).toEqual(['label', 'result', 'verdict']);
    expect(mapOf(['a.wav,happy,,', 'b.wav,sad,,'], ['a.wav', 'b.wav'])).toBeUndefined();
  });

  test('of many clips shows a thousand, from the whole list', () => {
    const many = mapOf(Array.from({ length: 2500 }, (_, at) => `${at}.wav,sad,x,one`));
    expect([many?.points.length, many?.clips]).toEqual([1000, 2500]);
    expect(many?.points.at(-1)?.name).toBe('2497.wav');
    expect(many?.embeddings.at(-1)).toEqual(Float32Array.of(2497, 1));
  });
});

describe('the arrow keys', () => {
  const points = [
    [0, 0],
    [10, 1],
    [4, 30],
    [-5, 0],
    [0, 0],
  ] as const;
  const next = (from: number, key: string) => nextPoint(points, from, DIRECTIONS[key] ?? [0, 0]);

  test('go to a point that is ahead and near, and stay at the edge', () => {
    expect(next(3, 'ArrowRight')).toBe(0);
    expect(next(4, 'ArrowRight')).toBe(1);
    expect(next(0, 'ArrowLeft')).toBe(3);
    expect(next(1, 'ArrowDown')).toBe(2);
    expect(next(1, 'ArrowRight')).toBeUndefined();
  });

  test('leave no point of several at one place out', () => {
    expect(next(0, 'ArrowRight')).toBe(4);
    expect(next(4, 'ArrowLeft')).toBe(0);
  });
});

test('a press finds the nearest point within reach', () => {
  const points = [
    [0, 0],
    [10, 0],
  ] as const;
  expect(nearestPoint(points, [7, 3], 20)).toBe(1);
  expect(nearestPoint(points, [40, 0], 20)).toBeUndefined();
});
