import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../checkpoint/index.js';
import { CheckpointError } from '../errors.js';
import { describeModel, type GraphOptions, type ModelPlan } from '../models/index.js';
import { writeModel } from '../onnx/index.js';
import { writeManifest } from './bundle.js';
import type { Calibration, ChecksummedFile, Figure } from './bundle-manifest.js';
import { type CheckpointSource, openSource } from './checkpoint-source.js';
import { completeOptions } from './complete-options.js';
import { sha256OfFile } from './fingerprint.js';
import { makeManifest } from './make-manifest.js';
import { measureReduction, type Recordings } from './measure-reduction.js';
import { copyCard } from './model-card.js';
import type { Reduction } from './reduction-schema.js';
import { writeFolder } from './write-folder.js';

/** How a conversion is followed and stopped, and what is said of its result. */
export type ConvertOptions = GraphOptions & {
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
  const graphOptions = completeOptions(options);
  const plan = describeModel(checkpoint, graphOptions);
  refuseCalibration(plan, options);
  const graph = await plan.build();
  await writeFolder(target, async (temporary) => {
    await writeModel(graph, temporary, options);
    const reduction = await reductionOf(checkpoint, temporary, graphOptions, options);
    const files = await checksumFolder(temporary);
    const manifest = await makeManifest(source, plan, {
      ...options,
      ...{ checksums, files, reduction },
    });
    await writeManifest(temporary, manifest);
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
  options: GraphOptions,
  { recordings, acceptDistance, signal }: ConvertOptions,
): Promise<Reduction | undefined> {
  if (options.precision === 'fp32' && options.layers === undefined) return undefined;
  const whole = describeModel(checkpoint);
  return measureReduction({ whole, folder, options, recordings, acceptDistance, signal });
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
