import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../errors.js';
import type { GraphOptions, ModelPlan } from '../models/index.js';
import { MODEL_FILE, writeModel } from '../onnx/index.js';
import { openSession } from '../runtime/node.js';
import { measureDistance } from './measure-distance.js';
import type { Recordings } from './reference-recordings.js';
import { type Distance, type Reduction } from '../bundles/index.js';
import { SYNTHETIC_SOUNDS } from './synthetic-sounds.js';
import { WINDOW_SAMPLES } from '../inference/index.js';

/** A graph whose answers agree less with those of the whole one in fp32 is refused. */
const LIMITS = { labelAgreement: 0.95, meanDifference: 0.02 } as const;

/** What {@link measureReduction} compares and how. */
export type Comparison = {
  /** The model whole and in fp32. */
  readonly whole: ModelPlan;
  /** The folder of the smaller graph; the other one is written into a folder inside and removed. */
  readonly folder: string;
  readonly options: GraphOptions;
  /** Default: seeded synthesised sounds. */
  readonly recordings?: Recordings | undefined;
  /** Whether a graph is taken that answers otherwise than the model. */
  readonly acceptDistance?: boolean | undefined;
  /** Called after each recording, of those that the two graphs answer on together. */
  readonly onMeasure?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Measures how far a smaller graph answers from the whole one in fp32. One graph is open at a time.
 *
 * @throws CheckpointError `checkpoint-inexact` where that is further than any use bears
 */
export async function measureReduction(comparison: Comparison): Promise<Reduction> {
  const { whole, folder, options, acceptDistance = false, onMeasure, signal } = comparison;
  const { read, protocol, count } = comparison.recordings ?? SYNTHETIC_SOUNDS;
  let done = 0;
  const tell = () => onMeasure?.(++done, 2 * count);
  const answer = (graph: string) => answerAll(graph, read, whole, { tell, signal });
  const reference = join(folder, 'reference');
  await writeModel(await whole.build(), reference, signal ? { signal } : {});
  const exact = await answer(reference);
  await rm(reference, { recursive: true, force: true });
  const found = await answer(folder);
  const distance = { ...measureDistance(exact, found, whole.task), protocol };
  if (!acceptDistance) refuseDistance(distance);
  return {
    ...(options.layers !== undefined && { layersOf: Number(whole.settings['numHiddenLayers']) }),
    distance,
  };
}

async function answerAll(
  folder: string,
  read: Recordings['read'],
  { minimumSamples }: ModelPlan,
  { tell, signal }: { tell: () => void; signal: AbortSignal | undefined },
): Promise<Float32Array[]> {
  const session = await openSession(join(folder, MODEL_FILE));
  const answers: Float32Array[] = [];
  try {
    for await (const samples of read()) {
      signal?.throwIfAborted();
      const data = samples.subarray(0, WINDOW_SAMPLES);
      if (data.length >= minimumSamples) {
        const feeds = { waveform: { data, shape: [1, data.length] } };
        const { logits } = await session.run(feeds);
        if (logits) answers.push(logits.data);
      }
      tell();
    }
  } finally {
    await session.dispose();
  }
  if (answers.length > 0) return answers;
  throw new RangeError(
    'Found no recording that is long enough to measure a graph on. Give longer ones.',
  );
}

function refuseDistance(distance: Distance): void {
  const { labelAgreement = 1, meanDifference, recordings } = distance;
  if (labelAgreement >= LIMITS.labelAgreement && meanDifference <= LIMITS.meanDifference) return;
  const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
  throw new CheckpointError(
    'checkpoint-inexact',
    `The smaller graph gives the same label on ${percent(labelAgreement)} of ${recordings} recordings, with a mean difference of ${meanDifference.toFixed(4)}; expected at least ${percent(LIMITS.labelAgreement)} and at most ${LIMITS.meanDifference}. Convert it in fp32 and with more layers, measure on recordings of your own, or accept the distance.`,
  );
}
