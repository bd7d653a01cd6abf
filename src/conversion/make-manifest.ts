import type { ModelPlan, Precision } from '../models/index.js';
import { nameLabel } from '../labels.js';
import { VERSION } from '../version.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import {
  type BundleManifest,
  type Calibration,
  type CheckpointSource,
  type ChecksummedFile,
  type Figure,
  nameOf,
  readLicence,
  type Reduction,
} from '../bundles/index.js';

/** What a bundle's description holds besides its source and its plan. */
export type Evidence = {
  /** Of the checkpoint's files. */
  readonly checksums: readonly ChecksummedFile[];
  /** The bundle's own files. */
  readonly files: readonly ChecksummedFile[];
  /** Absent where the graph is the whole model in fp32. */
  readonly reduction: Reduction | undefined;
  /** Default: `fp32`. */
  readonly precision?: Precision;
  /** Default: none. */
  readonly figures?: readonly Figure[];
  /** Default: none. */
  readonly calibration?: Calibration;
};

/** The description of a bundle that was made from a checkpoint. */
export async function makeManifest(
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
