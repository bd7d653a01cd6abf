import { expect, test } from 'vitest';
import { unseenFigures } from '../../web/src/models/unseen-figures.ts';

const figure = (name: string, value: number) => ({ name, value, protocol: '' });

test('figures of corpora left out of training are summed up by what is compared', () => {
  const figures = [
    figure('UAR emodb, alone, corpus left out of training', 0.8),
    figure('UAR nemo, alone, corpus left out of training', 0.6),
    figure('UAR emodb, one baseline clip, corpus left out of training', 0.9),
    figure('UAR emodb, alone', 0.95),
    figure('ECE, alone', 0.05),
  ];
  const [nothing, one, ...others] = unseenFigures(figures);
  expect(nothing).toMatchObject({ compared: 'nothing', lowest: 0.6, highest: 0.8, corpora: 2 });
  expect(nothing?.mean).toBeCloseTo(0.7);
  expect(one).toMatchObject({ compared: 'one', mean: 0.9, corpora: 1 });
  expect(others).toEqual([]);
});

test('a model without comparison has one line, and one without such figures none', () => {
  const figures = [figure('UAR emodb, corpus left out of training', 0.7)];
  expect(unseenFigures(figures)).toMatchObject([{ compared: 'nothing', mean: 0.7 }]);
  expect(unseenFigures([figure('Accuracy', 0.7)])).toEqual([]);
});
