import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  accuracy,
  areaUnderRisk,
  areaUnderRoc,
  averageRecall,
  calibrationError,
  classFigures,
  compareRuns,
  countConfusion,
  dimensionFigures,
  macroF1,
  mcnemarExact,
  percentileInterval,
  reliabilityBins,
  riskCoverage,
  softFigures,
  speakerIntervals,
  weightedF1,
} from '../../src/evaluation/index.js';

type Goldens = {
  given: {
    truth: number[];
    results: number[];
    second: number[];
    probabilities: number[][];
    votes: number[][];
    dimension: [number[], number[]];
  };
  scikitLearn: Record<string, number> & {
    confusion: number[][];
    recall: number[];
    precision: number[];
    percentiles: [number, number];
  };
  recipe: Record<string, number>;
};

/** Made by `recipes/evaluation/make_goldens.py` with scikit-learn, SciPy and the training recipe. */
const { given, scikitLearn, recipe } = JSON.parse(
  readFileSync(new URL('../fixtures/evaluation/metrics.json', import.meta.url), 'utf8'),
) as Goldens;

const confusion = countConfusion(given.truth, given.results, 4);
const judged = given.probabilities.map((row, at) => ({
  confidence: Math.max(...row),
  isRight: given.results[at] === given.truth[at],
}));
const uncertainty = (isRight: boolean) =>
  judged.filter((each) => each.isRight === isRight).map(({ confidence }) => 1 - confidence);

const close = (found: number | undefined, expected: number | undefined) => {
  expect(Math.abs((found ?? NaN) - (expected ?? NaN))).toBeLessThan(1e-12);
};

describe('figures equal those of scikit-learn and SciPy to 1e-12', () => {
  test('the confusion matrix and what is computed from it', () => {
    expect(confusion).toEqual(scikitLearn.confusion);
    close(accuracy(confusion), scikitLearn['accuracy']);
    close(averageRecall(confusion), scikitLearn['averageRecall']);
    close(macroF1(confusion), scikitLearn['macroF1']);
    close(weightedF1(confusion), scikitLearn['weightedF1']);
    for (const [at, { recall, precision }] of classFigures(confusion).entries()) {
      close(recall, scikitLearn.recall[at]);
      close(precision, scikitLearn.precision[at]);
    }
  });

  test('the area under the ROC curve', () => {
    close(areaUnderRoc(uncertainty(false), uncertainty(true)), scikitLearn['areaUnderRoc']);
  });

  test('CCC, Pearson and RMSE', () => {
    const figures = dimensionFigures(...given.dimension);
    close(figures.ccc, scikitLearn['ccc']);
    close(figures.pearson, scikitLearn['pearson']);
    close(figures.rmse, scikitLearn['rmse']);
  });

  test("McNemar's exact test, also for thousands of clips", () => {
    const pairs = given.truth.map((truth, at) => ({
      truth,
      first: given.results[at] ?? -1,
      second: given.second[at] ?? -1,
    }));
    close(compareRuns(pairs, 4, 10).mcnemar, scikitLearn['mcnemar']);
    close(mcnemarExact(30, 17), scikitLearn['mcnemarOf30And17']);
    close(mcnemarExact(3000, 3100), scikitLearn['mcnemarOf3000And3100']);
    expect(mcnemarExact(0, 0)).toBe(1);
  });

  test('soft labels and percentiles', () => {
    const soft = softFigures(
      given.probabilities.map((probabilities, at) => ({
        probabilities,
        votes: given.votes[at] ?? [],
      })),
    );
    close(soft.crossEntropy, scikitLearn['softCrossEntropy']);
    // The rounded probabilities sum to 1 within 1e-6; SciPy divides by the sum.
    expect(soft.divergence).toBeCloseTo(scikitLearn['divergence'] ?? NaN, 5);
    const [low, high] = percentileInterval(given.dimension[0]);
    close(low, scikitLearn.percentiles[0]);
    close(high, scikitLearn.percentiles[1]);
  });
});

test('figures equal those of the training recipe on the same predictions', () => {
  close(accuracy(confusion), recipe['accuracy']);
  close(averageRecall(confusion), recipe['averageRecall']);
  close(calibrationError(judged), recipe['calibrationError']);
  close(areaUnderRoc(uncertainty(false), uncertainty(true)), recipe['areaUnderRoc']);
});

describe('intervals', () => {
  const clips = given.truth.map((truth, at) => ({
    truth,
    result: given.results[at] ?? -1,
    speaker: `s${at % 10}`,
  }));

  test('are the same each time, contain the figure, and are wider over speakers of unequal ease', () => {
    const [first] = speakerIntervals(clips, 4, [averageRecall]);
    const [again] = speakerIntervals(clips, 4, [averageRecall]);
    expect(first).toEqual(again);
    const figure = averageRecall(confusion);
    expect(first?.[0]).toBeLessThan(figure);
    expect(first?.[1]).toBeGreaterThan(figure);
    const unequal = clips.map((clip) => ({ ...clip, speaker: String(clip.truth === clip.result) }));
    const [wide] = speakerIntervals(unequal, 4, [accuracy]);
    expect(wide).toEqual([0, 1]);
  });

  test('of a difference between a run and itself are zero', () => {
    const same = clips.map(({ truth, result, speaker }) => ({
      ...{ truth, speaker },
      ...{ first: result, second: result },
    }));
    const { averageRecall: difference, mcnemar } = compareRuns(same, 4, 50);
    expect(difference).toEqual({ value: 0, interval: [0, 0] });
    expect(mcnemar).toBe(1);
  });
});

test('results of equal probability are accepted together', () => {
  const points = riskCoverage([
    { confidence: 0.9, isRight: true },
    { confidence: 0.5, isRight: false },
    { confidence: 0.5, isRight: true },
    { confidence: 0.4, isRight: false },
  ]);
  expect(points).toEqual([
    { threshold: 0.9, coverage: 0.25, risk: 0 },
    { threshold: 0.5, coverage: 0.75, risk: 1 / 3 },
    { threshold: 0.4, coverage: 1, risk: 0.5 },
  ]);
  expect(areaUnderRisk(points)).toBeCloseTo(1 / 6 + 0.125, 12);
});

test('the bins of a reliability diagram contain every clip once', () => {
  const clips = reliabilityBins(judged).reduce((total, bin) => total + bin.clips, 0);
  expect(clips).toBe(judged.length);
});

test('a class that does not occur changes neither UAR nor macro F1', () => {
  const wider = countConfusion(given.truth, given.results, 5);
  expect(averageRecall(wider)).toBe(averageRecall(confusion));
  expect(macroF1(wider)).toBe(macroF1(confusion));
  expect(areaUnderRoc([], [1])).toBeUndefined();
});
