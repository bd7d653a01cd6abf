import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../checkpoint/index.js';
import { CheckpointError } from '../errors.js';
import {
  planModel,
  type GraphOptions,
  type ModelPlan,
  type Precision,
} from '../models/index.js';
import { writeModel } from '../onnx/index.js';
import {
  type Calibration,
  type CheckpointSource,
  type ChecksummedFile,
  copyCard,
  type Figure,
  type Reduction,
  sha256OfFile,
  writeFolder,
  writeManifest,
} from '../bundles/index.js';
import { choosePrecision, type PrecisionChoice } from './choose-precision.js';
import { makeManifest } from './make-manifest.js';
import { measureReduction } from './measure-reduction.js';
import type { Recordings } from './reference-recordings.js';
import { openSource } from './open-source.js';

/** How a conversion is followed and stopped, and what is said of its result. */
export type ConvertOptions = Omit<GraphOptions, 'precision'> & {
  /** Default: `fp32`. `auto` falls back on `fp32`. */
  readonly precision?: PrecisionChoice;
  /** What is taken where the graph in `precision` answers otherwise than the model. Default: an error. */
  readonly fallback?: Precision;
  /** What a smaller graph is measured on. Default: seeded synthesised sounds. */
  readonly recordings?: Recordings;
  /** Whether a smaller graph is kept that answers otherwise than the model. Default: it is refused. */
  readonly acceptDistance?: boolean;
  /** Measured figures for the bundle's description. */
  readonly figures?: readonly Figure[];
  /** Temperature and threshold of a classifier. Default: none, the probabilities are as trained. */
  readonly calibration?: Calibration;
  /** Called as the weights are written. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Called after each recording that a smaller graph is measured on. */
  readonly onMeasure?: (doneRecordings: number, totalRecordings: number) => void;
  readonly signal?: AbortSignal;
};

/**
 * Turns a checkpoint into a bundle. The bundle is there in whole or not at all.
 *
 * @param checksums of the checkpoint's files, which become the bundle's provenance
 * @param target the bundle's folder, which must not exist yet
 * @throws CheckpointError `checkpoint-mismatch` where a regression model is to be calibrated,
 *   `checkpoint-inexact` where a smaller graph answers otherwise than the model
 */
export async function convertCheckpoint(
  source: CheckpointSource,
  checksums: readonly ChecksummedFile[],
  target: string,
  options: ConvertOptions = {},
): Promise<void> {
  const checkpoint = await openSource(source);
  const resolved = resolvePrecision(checkpoint, options);
  const { fallback } = resolved;
  const conversion = { source, checkpoint, checksums, target };
  await writeBundle(conversion, resolved).catch(async (error: unknown) => {
    const isInexact = error instanceof CheckpointError && error.code === 'checkpoint-inexact';
    if (!isInexact || fallback === undefined) throw error;
    await writeBundle(conversion, { ...resolved, precision: fallback });
  });
}

/** Options in which the precision is chosen. */
type Resolved = ConvertOptions & Pick<GraphOptions, 'precision'>;

function resolvePrecision(checkpoint: Checkpoint, options: ConvertOptions): Resolved {
  const { precision = 'fp32' } = options;
  if (precision !== 'auto') return { ...options, precision };
  const chosen = choosePrecision(planModel(checkpoint));
  return { ...options, precision: chosen, ...(chosen !== 'fp32' && { fallback: 'fp32' }) };
}

/** What is converted, and where to. */
type Conversion = {
  readonly source: CheckpointSource;
  readonly checkpoint: Checkpoint;
  readonly checksums: readonly ChecksummedFile[];
  readonly target: string;
};

async function writeBundle(conversion: Conversion, options: Resolved): Promise<void> {
  const { source, checkpoint, checksums, target } = conversion;
  const plan = planModel(checkpoint, options);
  refuseCalibration(plan, options);
  const graph = await plan.build();
  await writeFolder(target, async (temporary) => {
    await writeModel(graph, temporary, options);
    const reduction = await reductionOf(checkpoint, temporary, options);
    const files = await checksumFolder(temporary);
    const evidence = { ...options, checksums, files, reduction };
    await writeManifest(temporary, await makeManifest(source, plan, evidence));
    await copyCard(source.folder, temporary);
  });
}

function refuseCalibration({ task }: ModelPlan, { calibration }: ConvertOptions): void {
  if (task === 'classification' || calibration === undefined) return;
  throw new CheckpointError(
    'checkpoint-mismatch',
    'Found a calibration for a regression model, which has no probabilities. Convert it without one.',
  );
}

/** Measures the graph where something was taken from the model. */
async function reductionOf(
  checkpoint: Checkpoint,
  folder: string,
  options: Resolved,
): Promise<Reduction | undefined> {
  if (options.precision === 'fp32' && options.layers === undefined) return undefined;
  const whole = planModel(checkpoint);
  const { recordings, acceptDistance, onMeasure, signal } = options;
  const how = { recordings, acceptDistance, onMeasure, signal };
  return measureReduction({ whole, folder, options, ...how });
}

async function checksumFolder(folder: string): Promise<ChecksummedFile[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (path) => ({
      path,
      bytes: (await stat(join(folder, path))).size,
      sha256: await sha256OfFile(join(folder, path)),
    })),
  );
}
