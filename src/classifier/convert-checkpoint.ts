import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Checkpoint, openCheckpoint, openFolder } from '../checkpoint/index.js';
import { CheckpointError } from '../errors.js';
import { nameLabel } from '../labels.js';
import {
  describeModel,
  type GraphOptions,
  type ModelPlan,
  type Precision,
} from '../models/index.js';
import { writeModel } from '../onnx/index.js';
import { hasByteProducts } from '../runtime/index.js';
import { VERSION } from '../version.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { writeManifest } from './bundle.js';
import type { BundleManifest, Calibration, ChecksummedFile, Figure } from './bundle-manifest.js';
import { sha256OfFile } from './fingerprint.js';
import { measureReduction, type Recordings } from './measure-reduction.js';
import { copyCard, readLicence } from './model-card.js';
import type { Reduction } from './reduction-schema.js';
import { writeFolder } from './write-folder.js';

/** A checkpoint on the disk and where it came from. */
export type CheckpointSource = {
  readonly folder: string;
  /** Hub repository or a name of one's own. Default: the folder's name. */
  readonly name?: string;
  /** Commit of the hub repository. */
  readonly revision?: string;
  /** Default: what the folder's model card says. */
  readonly licence?: string;
  /** SpeechBrain's settings. Default: `hyperparams.yaml`. */
  readonly hparamsFile?: string;
};

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
 * @throws CheckpointError `checkpoint-mismatch` where a regression model is to be calibrated
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

/** Chooses the bits of quantised weights by the processor, which will most often be the one to compute. */
export function completeOptions({ precision = 'fp32', weightBits, layers }: GraphOptions) {
  const bits = weightBits ?? (hasByteProducts() ? 8 : 7);
  return {
    precision,
    ...(precision === 'int8' && { weightBits: bits }),
    ...(layers !== undefined && { layers }),
  };
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

/** The name of a checkpoint: its hub repository, a name of one's own, or its folder's. */
export function nameOf({ name, folder }: CheckpointSource): string {
  return name ?? basename(resolve(folder));
}

/** Opens the files of a checkpoint; its weights are not read yet. */
export async function openSource({ folder, hparamsFile }: CheckpointSource): Promise<Checkpoint> {
  return openCheckpoint(await openFolder(folder), hparamsFile === undefined ? {} : { hparamsFile });
}

type Evidence = Pick<ConvertOptions, 'figures' | 'calibration'> & {
  readonly checksums: readonly ChecksummedFile[];
  readonly files: readonly ChecksummedFile[];
  readonly reduction: Reduction | undefined;
  readonly precision?: Precision;
};

async function makeManifest(
  source: CheckpointSource,
  plan: ModelPlan,
  { checksums, files, figures = [], calibration, reduction, precision = 'fp32' }: Evidence,
): Promise<BundleManifest> {
  const name = nameOf(source);
  const licence = source.licence ?? (await readLicence(source.folder));
  return {
    format: 'wav2emo-bundle',
    version: 1,
    name,
    task: plan.task,
    labels: plan.labels.map(nameLabel),
    input: {
      sampleRate: MODEL_SAMPLE_RATE,
      minimumSamples: plan.minimumSamples,
      normalisation: plan.normalisation,
    },
    architecture: {
      type: plan.architecture,
      parameters: plan.parameters,
      embeddingSize: plan.embeddingSize,
      settings: plan.settings,
    },
    precision,
    ...(reduction && { reduction }),
    files: [...files],
    provenance: {
      source: name,
      ...(source.revision === undefined ? {} : { revision: source.revision }),
      files: [...checksums],
      convertedBy: `wav2emo ${VERSION}`,
    },
    ...(licence === undefined ? {} : { licence }),
    figures: [...figures],
    ...(calibration && { calibration }),
  };
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
