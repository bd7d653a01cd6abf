import { expect, test } from 'vitest';
import { timelineColumns, timelineLines } from '../../web/src/result/timeline-shapes.ts';
import { makeResult } from './make-result.ts';

const { labels } = makeResult();
const windowAt = (startSeconds: number, sad: number) => ({
  ...{ startSeconds, endSeconds: startSeconds + 2, label: 'sad', index: 1, score: sad },
  probabilities: { hap: 1 - sad, sad },
});

test('columns reach from halfway to halfway between the centres of overlapping windows', () => {
  const columns = timelineColumns([windowAt(0, 0.75), windowAt(1, 0.5), windowAt(2, 1)], labels, 4);
  expect(columns.filter(({ label }) => label === 1)).toEqual([
    { x: 0, width: 1.5, y: 0.25, height: 0.75, label: 1 },
    { x: 1.5, width: 1, y: 0.5, height: 0.5, label: 1 },
    { x: 2.5, width: 1.5, y: 0, height: 1, label: 1 },
  ]);
});

test('lines of dimensions have 1 at the top and stay inside the chart', () => {
  const timeline = [
    { startSeconds: 0, endSeconds: 2, dimensions: { hap: 0.25, sad: 1.5 } },
    { startSeconds: 1, endSeconds: 3, dimensions: { hap: 0.5, sad: -1 } },
  ];
  expect(timelineLines(timeline, labels)).toEqual(['1,0.75 2,0.5', '1,0 2,1']);
});
