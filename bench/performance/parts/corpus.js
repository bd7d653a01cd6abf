/** How far int8 is from fp32 on real speech. */
import { attempt } from '../attempt.js';
import { nodeWorker } from '../commands.js';

/** No limit that a working computer meets: it is hundreds of clips. */
const TIMEOUT_MS = 3_600_000;

/**
 * @param bench with `comparison`: the corpus's folder, how many clips, the model in fp32 and in int8
 * @returns agreement, or a failure in words
 */
export async function measureCorpus({ startCommand, comparison }) {
  const worker = startCommand(nodeWorker('corpus', comparison));
  const found = await attempt(() => worker.message(TIMEOUT_MS));
  await worker.stop();
  return found;
}
