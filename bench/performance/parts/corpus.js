/** Compares smaller graphs with the full model in fp32 on real speech. */
import { attempt } from '../attempt.js';
import { nodeWorker } from '../commands.js';
import { prepareReductions } from '../prepare-reductions.js';

/** A generous limit, because there are thousands of clips. */
const TIMEOUT_MS = 3_600_000;

/**
 * @param bench with `comparison`: the corpus's folder, how many clips, and the model
 * @returns agreement of each smaller graph, or a failure in words
 */
export async function measureCorpus({ places, startCommand, comparison }) {
  const { corpus, clips, source } = comparison;
  const reduced = await prepareReductions(places, source);
  const worker = startCommand(nodeWorker('corpus', { corpus, clips, exact: { source }, reduced }));
  const found = await attempt(() => worker.message(TIMEOUT_MS));
  await worker.stop();
  return found;
}
