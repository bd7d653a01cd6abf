import type { ChecksummedFile } from '../bundles/web.js';
import { CARD_FILE, licenceOf, MAX_CARD_BYTES } from './card-licence.js';
import type { GraphFacts } from './graph-key.js';
import type { CheckpointHints, OpenedCheckpoint } from './open-checkpoint-files.js';

/** What is known of a checkpoint besides its weights: also what its model card states. */
export async function readFacts(
  { files, name }: OpenedCheckpoint,
  { hparamsFile, labels, headActivation }: CheckpointHints,
  checksums: readonly ChecksummedFile[],
): Promise<GraphFacts> {
  const card = (await files.has(CARD_FILE)) ? await files.open(CARD_FILE) : undefined;
  const isRead = card !== undefined && card.size <= MAX_CARD_BYTES;
  const licence = isRead ? licenceOf(await card.text()) : undefined;
  return { name, licence, hparamsFile, labels, headActivation, checksums };
}
