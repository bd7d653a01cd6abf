import type { Heads } from '../inference/index.js';
import type { ModelPlan } from '../models/index.js';
import { nameLabel } from '../labels.js';
import type { Precision } from '../precision.js';
import { MODEL_SAMPLE_RATE } from '../waveform.js';
import {
  type BundleManifest,
  type Calibration,
  type ChecksummedFile,
  type Figure,
  type GraphVariant,
} from '../bundles/web.js';

/** What a description says about where the model comes from. */
export type ManifestSource = {
  readonly name: string;
  /** Commit of the hub repository. */
  readonly revision?: string | undefined;
  /** SPDX identifier. Absent: none is stated. */
  readonly licence?: string | undefined;
};

/** The content of a bundle's description besides its source and its plan. */
export type ManifestInputs = {
  /** Version of this package. */
  readonly version: string;
  /** Of the checkpoint's files. */
  readonly checksums: readonly ChecksummedFile[];
  /** The bundle's own files. */
  readonly files: readonly ChecksummedFile[];
  /** `undefined` for the full model in fp32. */
  readonly variant: GraphVariant | undefined;
  readonly precision: Precision;
  /** The heads of the bundle. Default: the graph's last layer alone. */
  readonly heads?: Heads | undefined;
  /** Default: none. */
  readonly figures?: readonly Figure[];
  /** Default: none. */
  readonly calibration?: Calibration;
};

/** Makes the description of a bundle that was converted from a checkpoint. */
export function makeManifest(
  { name, revision, licence }: ManifestSource,
  plan: ModelPlan,
  inputs: ManifestInputs,
): BundleManifest {
  const { checksums, files, figures = [], calibration, variant, precision, heads } = inputs;
  return {
    format: 'wav2emo-bundle',
    version: heads ? 2 : 1,
    name,
    task: plan.task,
    labels: (heads?.labels ?? plan.labels).map(nameLabel),
    ...(plan.dimensions && { dimensions: plan.dimensions.map(nameLabel) }),
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
      ...(plan.frames && { frames: plan.frames }),
      ...(plan.frameLogits && { frameLogits: plan.frameLogits }),
    },
    precision,
    ...(variant && { reduction: variant }),
    files: [...files],
    provenance: {
      source: name,
      ...(revision !== undefined && { revision }),
      files: [...checksums],
      convertedBy: `wav2emo ${inputs.version}`,
    },
    ...(licence !== undefined && { licence }),
    figures: [...figures],
    ...(calibration && { calibration }),
  };
}
