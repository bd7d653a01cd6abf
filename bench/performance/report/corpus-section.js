/** int8 beside fp32 on real speech. */
export function corpusSection({ corpus }) {
  if (!corpus) return undefined;
  if (corpus.failure) return `## int8 on real speech\n\nNot measured: ${corpus.failure}.`;
  const { exact, reduced, clips, same, meanDifference, largestDifference } = corpus;
  return `## int8 on real speech

${reduced} beside ${exact}, on ${clips} clips of a corpus: the same label on ${(100 * same).toFixed(1)} % (${Math.round(same * clips)} of ${clips}); probabilities differ by
${meanDifference.toFixed(4)} on average and by ${largestDifference.toFixed(3)} at most.`;
}
