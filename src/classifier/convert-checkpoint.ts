import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Checkpoint, openCheckpoint, openFolder } from '../checkpoint/index.js';
import { CheckpointError } from '../errors.js';
import { nameLabel } from '../labels.js';
import { describeModel, type ModelPlan } from '../models/index.js';
import { writeModel } from '../onnx/index.js';
import { VERSION } from '../version.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import { writeManifest } from './bundle.js';
import type { BundleManifest, Calibration, ChecksummedFile, Figure } from './bundle-manifest.js';
import { sha256OfFile } from './fingerprint.js';
import { copyCard, readLicence } from './model-card.js';
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
export type ConvertOptions = {
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
  const plan = describeModel(await openSource(source));
  refuseCalibration(plan, options);
  const graph = await plan.build();
  await writeFolder(target, async (temporary) => {
    await writeModel(graph, temporary, options);
    const files = await checksumFolder(temporary);
    const manifest = await makeManifest(source, plan, { checksums, files, ...options });
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
};

async function makeManifest(
  source: CheckpointSource,
  plan: ModelPlan,
  { checksums, files, figures = [], calibration }: Evidence,
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
    precision: 'fp32',
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
