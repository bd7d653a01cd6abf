import type { GraphVariant } from '../bundles/web.js';
import { CheckpointError } from '../errors.js';
import { HEADS_FILE } from '../graph-files.js';
import { checkHeads } from '../inference/index.js';
import type { ModelPlan } from '../models/index.js';
import type { Precision } from '../precision.js';
import type { ConvertOptions } from './convert-options.js';
import type { GraphPlace } from './graph-place.js';
import { measureVariant } from './measure-variant.js';
import type { OpenedCheckpoint } from './open-checkpoint-files.js';

/** How {@link makeGraph} makes a graph: the options of a conversion with the precision chosen. */
export type MakeGraphOptions = Omit<
  ConvertOptions,
  'source' | 'target' | 'precision' | 'fallback' | 'figures'
> & { readonly precision: Precision };

/** A graph that was made. */
export type MadeGraph = {
  readonly plan: ModelPlan;
  /** `undefined` for the full model in fp32. */
  readonly variant: GraphVariant | undefined;
};

/**
 * Writes the graph of a checkpoint and, unless it is the full model in fp32, measures it.
 *
 * @param target gets the graph
 * @param reference gets the full model while the graph is compared with it
 * @throws CheckpointError `checkpoint-mismatch`, `checkpoint-inexact`, `checkpoint-unsupported`
 */
export async function makeGraph(
  opened: OpenedCheckpoint,
  { target, reference }: { readonly target: GraphPlace; readonly reference: GraphPlace },
  options: MakeGraphOptions,
): Promise<MadeGraph> {
  const { name, files, heads } = opened;
  const { precision, layers } = options;
  const plan = opened.plan(layers);
  refuseCalibration(plan, options);
  if (heads) checkHeads(heads, { ...plan, name }, `${files.name}/${HEADS_FILE}`);
  await target.write(await plan.build({ precision }), options);
  if (precision === 'fp32' && layers === undefined) return { plan, variant: undefined };
  const places = { smaller: target, reference };
  return { plan, variant: await measureVariant(opened.plan(), places, { ...options, heads }) };
}

function refuseCalibration({ task }: ModelPlan, { calibration }: MakeGraphOptions): void {
  if (task === 'classification' || calibration === undefined) return;
  throw new CheckpointError(
    'checkpoint-mismatch',
    'Found a calibration for a regression model, which has no probabilities. Convert it without one.',
  );
}
