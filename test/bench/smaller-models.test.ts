import { describe, expect, it } from 'vitest';
import { smallerModelsReport } from '../../bench/smaller-models/report.js';

const estimate = (value: number) => ({ value, interval: [value - 0.1, value + 0.1] });

/** A model whose bundle classifies the second of two clips as `second`. */
function row(name: string, second: 'ang' | 'sad', comparisons: readonly unknown[] = []) {
  const sure = { ang: 0.9, sad: 0.1 };
  const found = second === 'ang' ? sure : { ang: 0.2, sad: 0.8 };
  const groups = [{ by: 'corpus', name: 'emodb', averageRecall: 0.75 }];
  return {
    ...{ name, checkpoint: name, what: 'for the test', precision: 'int8', comparedWith: 'large' },
    bundle: {
      manifest: { architecture: { parameters: 7_217_156 }, files: [{ bytes: 8_000_000 }] },
    },
    python: { averageRecall: 0.5, clips: { 'a.wav': sure, 'b.wav': { ang: 0.3, sad: 0.7 } } },
    evaluation: {
      runs: [{ figures: { clips: 2, averageRecall: estimate(0.6), groups } }],
      clips: [
        { file: 'a.wav', speaker: 'anna', results: { alone: { probabilities: sure } } },
        { file: 'b.wav', speaker: 'ben', results: { alone: { probabilities: found } } },
      ],
      comparisons,
    },
  };
}

const comparison = { averageRecall: estimate(-0.2), onlyFirst: 1, onlySecond: 0, mcnemar: 0.0001 };
const report = smallerModelsReport({
  rows: [row('large', 'sad'), row('small', 'ang', [comparison])],
  missing: ['pruned'],
  importance: { layers: [{ removed: 2, losses: { 1: 0.9, 2: 0.4 } }], columns: [0.8] },
  times: { milliseconds: [{ median: 200, runs: 15 }, { median: 50 }], load: 0.1 },
});

describe('smallerModelsReport', () => {
  it('states size, average recall with its interval, and time relative to the first model', () => {
    expect(report).toContain(
      '| small | for the test | int8 | 7.2 M | 8.0 MB | 60.0 (50.0 to 70.0) | 75.0 | 0.25 |',
    );
  });

  it('counts the clips for which Python and the bundle have the same label', () => {
    expect(report).toContain('| large | int8 | 50.0 | 60.0 | 2 of 2 | 1.0e-1 |');
    expect(report).toContain('| small | int8 | 50.0 | 60.0 | 1 of 2 | 6.0e-1 |');
  });

  it('states the difference from the model that a model was compared with', () => {
    expect(report).toContain('| large | small | -20.0 (-30.0 to -10.0) | 1 | 0 | < 0.001 |');
  });

  it('names the models that were not made', () => {
    expect(report).toContain('**Not measured yet**: pruned.');
  });

  it('lists what each layer is worth, and which was removed', () => {
    expect(report).toContain('| 2 | 0.900 | 0.400 |');
  });
});
