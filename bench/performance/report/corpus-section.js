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

Graphs of ${model} beside itself in fp32, on ${clips} clips of a corpus. "Right" is of the ${labelled} with a label of the model, of which
the whole model has ${tenths(right)}: it has learnt from these speakers, so that only the differences between the rows say something.

${table(['', 'same label', 'probabilities differ by, mean', 'largest', 'right'], lines).trim()}`;
}
