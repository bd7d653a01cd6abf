import { CheckpointError } from '../errors.js';
import type { ModelPlan } from '../models/index.js';
import type { Session } from '../runtime/index.js';
import type { GraphVariant, OutputDifference } from '../bundles/web.js';
import { headLogits, type Heads, WINDOW_SAMPLES } from '../inference/index.js';
import { compareOutputs } from './compare-outputs.js';
import type { ConvertOptions } from './convert-options.js';
import type { GraphPlace } from './graph-place.js';
import type { ReferenceRecordings } from './reference-recordings.js';
import { SYNTHETIC_SOUNDS } from './synthetic-sounds.js';

/** A graph with less agreement or a larger mean difference is refused. */
const LIMITS = { labelAgreement: 0.95, meanDifference: 0.02 } as const;

/** How {@link measureVariant} compares two graphs. */
export type MeasureOptions = Pick<
  ConvertOptions,
  'layers' | 'recordings' | 'allowInexact' | 'onMeasure' | 'signal'
> & {
  /** Default: the graph's last layer alone. */
  readonly heads?: Heads | undefined;
};

/** The smaller graph, and where the full model is written. */
export type ComparedPlaces = { readonly smaller: GraphPlace; readonly reference: GraphPlace };

/**
 * Measures how much a smaller graph differs from the full model in fp32, which is written and removed
 * again. One graph is open at a time.
 *
 * @throws CheckpointError `checkpoint-inexact` if the difference is too large for any use
 */
export async function measureVariant(
  full: ModelPlan,
  { smaller, reference }: ComparedPlaces,
  options: MeasureOptions,
): Promise<GraphVariant> {
  const { layers, recordings = SYNTHETIC_SOUNDS, allowInexact = false, signal } = options;
  const run = logitsRunner(recordings, full.minimumSamples, options);
  await reference.write(await full.build(), signal ? { signal } : {});
  const expected = await run(reference);
  await reference.clear();
  const outputs = compareOutputs(expected, await run(smaller), full.task);
  const difference = { ...outputs, protocol: recordings.protocol };
  refuseNotFinite(difference);
  if (!allowInexact) refuseInexact(difference);
  const originalLayers = layers === undefined ? undefined : full.layers;
  return {
    ...(originalLayers !== undefined && { layersOf: originalLayers }),
    distance: difference,
  };
}

/** A function that computes the logits of the graph at a place, `[recordings][labels]`. */
function logitsRunner(
  { read, count }: ReferenceRecordings,
  minimumSamples: number,
  { onMeasure, signal, heads }: MeasureOptions,
): (place: GraphPlace) => Promise<Float32Array[]> {
  let done = 0;
  return async (place) => {
    const session = await place.open();
    const logits: Float32Array[] = [];
    try {
      for await (const samples of read()) {
        signal?.throwIfAborted();
        const data = samples.subarray(0, WINDOW_SAMPLES);
        if (data.length >= minimumSamples) logits.push(await runGraph(session, data, heads));
        onMeasure?.(++done, 2 * count);
      }
    } finally {
      await session.dispose();
    }
    if (logits.length === 0) throw tooShort(minimumSamples);
    return logits;
  };
}

/** The logits of the absolute head, with which a recording is judged alone. */
async function runGraph(
  session: Session,
  data: Float32Array,
  heads?: Heads,
): Promise<Float32Array> {
  const { logits, embedding } = await session.run({ waveform: { data, shape: [1, data.length] } });
  if (heads?.absolute && embedding) return headLogits(heads.absolute, embedding.data);
  if (logits) return logits.data;
  throw new RangeError('The graph has no output named logits.');
}

function tooShort(minimumSamples: number): RangeError {
  return new RangeError(
    `Found no recording of at least ${minimumSamples} samples at 16 kHz to measure the smaller graph on. Give longer recordings.`,
  );
}

function refuseNotFinite({ meanDifference }: OutputDifference): void {
  if (Number.isFinite(meanDifference)) return;
  throw new CheckpointError(
    'checkpoint-inexact',
    'The smaller graph computes numbers that are not finite. Convert the model in another precision.',
  );
}

function refuseInexact({ labelAgreement = 1, meanDifference, recordings }: OutputDifference): void {
  if (labelAgreement >= LIMITS.labelAgreement && meanDifference <= LIMITS.meanDifference) return;
  const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
  throw new CheckpointError(
    'checkpoint-inexact',
    `The smaller graph returns the same label for ${percent(labelAgreement)} of ${recordings} recordings, with a mean difference of ${meanDifference.toFixed(4)}; expected at least ${percent(LIMITS.labelAgreement)} and at most ${LIMITS.meanDifference}. Convert the model in fp32 and with more layers, measure it on recordings of your own, or allow the difference (--accept-distance).`,
  );
}
