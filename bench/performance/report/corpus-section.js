import { table } from '../format.js';

/** Smaller graphs beside the whole one on real speech. */
export function corpusSection({ corpus }) {
  if (!corpus) return undefined;
  if (corpus.failure) return `## Smaller graphs on real speech\n\nNot measured: ${corpus.failure}.`;
  const { model, clips, labelled, right, rows } = corpus;
  const tenths = (share) => `${(100 * share).toFixed(1)} %`;
  const lines = rows.map((row) => [
    ...[
      row.name,
      tenths(row.same),
      row.meanDifference.toFixed(4),
      row.largestDifference.toFixed(3),
    ],
    tenths(row.right),
  ]);
  return `## Smaller graphs on real speech

Graphs of ${model} compared with its fp32 graph, on ${clips} clips of a corpus. "Right" counts the ${labelled} with a label of the model; the
full model has ${tenths(right)} of them right. It was trained on these speakers, so only the differences between the rows are meaningful.

${table(['', 'same label', 'mean difference of probabilities', 'largest difference', 'right'], lines).trim()}`;
}
