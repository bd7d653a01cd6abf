import type { Checkpoint, TensorInfo } from '../checkpoint/index.js';
import { CheckpointError } from '../errors.js';
import { planModel, type ModelPlan, type Precision } from '../models/index.js';
import {
  type BundleManifest,
  type Calibration,
  type CheckpointSource,
  type Figure,
  isBundle,
  nameOf,
  readBundle,
  readLicence,
  type Reduction,
  verifyBundle,
} from '../bundles/index.js';
import { openSource } from './open-source.js';

/** What a model is, found without computing anything. */
export type ModelReport = {
  readonly name: string;
  readonly format: 'bundle' | Checkpoint['format'];
  readonly labels: readonly string[];
  readonly licence?: string;
  /** Commit of the hub repository. */
  readonly revision?: string;
  /** The model as it would be built; absent where it is not supported. */
  readonly model?: ModelSummary;
  /** In what numbers the matrices of a bundle's graph are. */
  readonly precision?: Precision;
  /** What was taken from the model of a bundle, and how far it answers from the whole one. */
  readonly reduction?: Reduction;
  /** Measured figures of a bundle, each with its protocol. */
  readonly figures?: readonly Figure[];
  /** Temperature and threshold of a bundle; absent where nothing was fitted. */
  readonly calibration?: Calibration;
  /** Why it is not supported: what was found and what was expected. */
  readonly unsupported?: string;
  /** The tensors of a checkpoint, with the file's role before the name where there are several. */
  readonly tensors: readonly TensorInfo[];
};

/** The architecture of a model and what it expects. */
export type ModelSummary = Omit<ModelPlan, 'build' | 'labels'>;

/**
 * Says what a model is, also one that is not supported.
 *
 * @throws CheckpointError where its files cannot be read at all; FileError
 */
export async function inspectModel(source: CheckpointSource): Promise<ModelReport> {
  if (await isBundle(source.folder)) return inspectBundle(source.folder);
  const { folder, revision } = source;
  const checkpoint = await openSource(source);
  const licence = source.licence ?? (await readLicence(folder));
  return {
    name: nameOf(source),
    format: checkpoint.format,
    labels: checkpoint.labels,
    ...(licence !== undefined && { licence }),
    ...(revision !== undefined && { revision }),
    ...describeOrExplain(checkpoint),
    tensors: listTensors(checkpoint),
  };
}

function describeOrExplain(checkpoint: Checkpoint): Pick<ModelReport, 'model' | 'unsupported'> {
  try {
    return { model: summarise(planModel(checkpoint)) };
  } catch (error) {
    if (error instanceof CheckpointError) return { unsupported: error.message };
    throw error;
  }
}

function summarise(plan: ModelPlan): ModelSummary {
  const { architecture, task, parameters, embeddingSize } = plan;
  const { minimumSamples, normalisation, settings } = plan;
  return {
    ...{ architecture, task, parameters, embeddingSize },
    ...{ minimumSamples, normalisation, settings },
  };
}

function listTensors(checkpoint: Checkpoint): TensorInfo[] {
  if (checkpoint.format === 'huggingface') return [...checkpoint.store.tensors.values()];
  return [...checkpoint.stores].flatMap(([role, store]) =>
    [...store.tensors.values()].map((tensor) => ({ ...tensor, name: `${role}: ${tensor.name}` })),
  );
}

async function inspectBundle(folder: string): Promise<ModelReport> {
  const bundle = await readBundle(folder);
  await verifyBundle(bundle);
  return reportBundle(bundle.manifest);
}

function reportBundle(manifest: BundleManifest): ModelReport {
  const { name, labels, licence, provenance, task, architecture, input } = manifest;
  const { precision, reduction, figures, calibration } = manifest;
  const { type, ...described } = architecture;
  return {
    name,
    format: 'bundle',
    labels: labels.map(({ id }) => id),
    ...(licence !== undefined && { licence }),
    ...(provenance.revision !== undefined && { revision: provenance.revision }),
    model: {
      ...{ architecture: type, task, ...described },
      ...{ minimumSamples: input.minimumSamples, normalisation: input.normalisation },
    },
    precision,
    ...(reduction && { reduction }),
    figures,
    ...(calibration && { calibration }),
    tensors: [],
  };
}
