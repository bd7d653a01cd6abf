import type { RecordingResult } from '../../../src/inference/index.js';

/** What a page can return to the test. */
export type PlainResult = ReturnType<typeof plainResult>;

/** A result as plain data, made in the page and in Node. */
export function plainResult({ result, timeline, peaks }: RecordingResult) {
  const { durationSeconds, findings, labels, logits, embedding, comparedWith } = result;
  return {
    exact: {
      ...{ durationSeconds, findings: [...findings], labels: [...labels] },
      comparedWith: comparedWith ?? 'nothing',
    },
    outputs: {
      logits: [...logits],
      embedding: [...embedding],
      values:
        'probabilities' in result
          ? { label: result.label, score: result.score, probabilities: [...result.probabilities] }
          : result.dimensions,
      timeline: (timeline ?? []).map((entry) => ({ ...entry })),
      peaks: [...(peaks ?? [])],
    },
  };
}
