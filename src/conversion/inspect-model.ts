import { findKnownModel, type KnownModel } from '../catalogue/index.js';
import {
  type Checkpoint,
  openAnyTensors,
  openFolder,
  type TensorInfo,
} from '../checkpoint/node.js';
import { CheckpointError } from '../errors.js';
import type { Heads } from '../inference/index.js';
import { mapCheckpoint, mapStore, type ModelPlan, type PartialModel } from '../models/index.js';
import type { Precision } from '../precision.js';
import {
  type Bundle,
  type Calibration,
  type CheckpointSource,
  type Figure,
  type GraphVariant,
  isBundle,
  readBundle,
  sourceName,
  verifyBundle,
} from '../bundles/index.js';
import { openSourceCheckpoint, type SourceCheckpoint } from './open-source-checkpoint.js';
import { readLicence } from './model-card.js';

/** A description of a model, made without running it. */
export type ModelReport = {
  readonly name: string;
  /** `unknown`: none of the layouts that are read. */
  readonly format: 'bundle' | Checkpoint['format'] | 'unknown';
  /** Ids of the classes or dimensions, in the order of the outputs. */
  readonly labels: readonly string[];
  /** SPDX identifier; absent if the publisher states none. */
  readonly licence?: string;
  /** Commit of the hub repository. */
  readonly revision?: string;
  /** The architecture; absent if the model is not supported. */
  readonly model?: ModelSummary;
  /** Number format of the matrices of a bundle's graph. */
  readonly precision?: Precision;
  /** What was left out of a bundle's model, and how much the graph differs from the full model. */
  readonly reduction?: GraphVariant;
  /** Measured figures of a bundle, each with its protocol. */
  readonly figures?: readonly Figure[];
  /** Temperature and threshold of a bundle; absent if nothing was fitted. */
  readonly calibration?: Calibration;
  /** Temperature and threshold of each head beside the graph; absent if the graph's last layer is the only one. */
  readonly heads?: HeadsReport;
  /** Why the model is not supported: what was found and what was expected. */
  readonly unsupported?: string;
  /** Of a model that is not supported: which of its tensors would be used, and what is missing. */
  readonly partial?: PartialModel;
  /** The entry of the catalogue; absent if the repository has none. */
  readonly known?: KnownModel;
  /** The tensors of a checkpoint. If it has several files, the file's role precedes each name. */
  readonly tensors: readonly TensorInfo[];
};

/** The heads beside a graph. */
export type HeadsReport = {
  /** Answers if a recording is judged alone. Absent: the last layer of the graph answers. */
  readonly absolute?: Calibration;
  /** Answers if a recording is compared with a baseline. */
  readonly relative?: Calibration;
};

/** The architecture of a model and the input that it expects. */
export type ModelSummary = Pick<
  ModelPlan,
  | 'architecture'
  | 'task'
  | 'parameters'
  | 'embeddingSize'
  | 'minimumSamples'
  | 'normalisation'
  | 'settings'
>;

/**
 * Describes a model, including one that is not supported. A bundle's files are compared with its checksums.
 *
 * @throws CheckpointError if its files cannot be parsed or do not match the checksums; FileError
 */
export async function inspectModel(source: CheckpointSource): Promise<ModelReport> {
  if (await isBundle(source.folder)) return inspectBundle(source.folder);
  const { folder, revision } = source;
  const licence = source.licence ?? (await readLicence(folder));
  const known = findKnownModel(sourceName(source));
  return {
    name: sourceName(source),
    ...(licence !== undefined && { licence }),
    ...(revision !== undefined && { revision }),
    ...(known && { known }),
    ...(await describeCheckpoint(source)),
  };
}

type CheckpointReport = Omit<ModelReport, 'name' | 'licence' | 'revision' | 'known'>;

async function describeCheckpoint(source: CheckpointSource): Promise<CheckpointReport> {
  const opened = await openSourceCheckpoint(source).catch((error: unknown) => {
    // Damaged and absent files are no property of the model.
    if (error instanceof CheckpointError && error.code === 'checkpoint-unsupported') return error;
    throw error;
  });
  if (opened instanceof CheckpointError) return describeUnknown(source, opened.message);
  const { format, labels } = opened.checkpoint;
  return {
    format,
    labels: opened.heads?.labels ?? labels,
    ...planOrExplain(opened),
    ...(opened.heads && { heads: describeHeads(opened.heads) }),
    tensors: listTensors(opened.checkpoint),
  };
}

/** What can be said of a folder whose settings are not supported: its tensors, and an encoder among them. */
async function describeUnknown(
  { folder, links = 'follow' }: CheckpointSource,
  unsupported: string,
): Promise<CheckpointReport> {
  const store = await openAnyTensors(await openFolder(folder, { links }));
  const partial = store && mapStore(store);
  return {
    format: 'unknown',
    labels: [],
    unsupported,
    ...(partial && { partial }),
    tensors: store ? [...store.tensors.values()] : [],
  };
}

function planOrExplain({
  plan,
  checkpoint,
}: SourceCheckpoint): Pick<ModelReport, 'model' | 'unsupported' | 'partial'> {
  try {
    return { model: summarise(plan()) };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const partial = mapCheckpoint(checkpoint);
    return { unsupported: error.message, ...(partial && { partial }) };
  }
}

function summarise(plan: ModelPlan): ModelSummary {
  return {
    architecture: plan.architecture,
    task: plan.task,
    parameters: plan.parameters,
    embeddingSize: plan.embeddingSize,
    minimumSamples: plan.minimumSamples,
    normalisation: plan.normalisation,
    settings: plan.settings,
  };
}

function listTensors(checkpoint: Checkpoint): TensorInfo[] {
  if (checkpoint.format !== 'speechbrain') return [...checkpoint.store.tensors.values()];
  return [...checkpoint.stores].flatMap(([role, store]) =>
    [...store.tensors.values()].map((tensor) => ({ ...tensor, name: `${role}: ${tensor.name}` })),
  );
}

async function inspectBundle(folder: string): Promise<ModelReport> {
  const bundle = await readBundle(folder);
  await verifyBundle(bundle);
  return describeBundle(bundle);
}

function describeHeads({ absolute, relative }: Heads): HeadsReport {
  return {
    ...(absolute && { absolute: absolute.calibration }),
    ...(relative && { relative: relative.calibration }),
  };
}

function describeBundle({ manifest, heads }: Bundle): ModelReport {
  const { name, labels, licence, provenance, task, architecture, input } = manifest;
  const { precision, reduction, figures, calibration } = manifest;
  return {
    name,
    format: 'bundle',
    labels: labels.map(({ id }) => id),
    ...(licence !== undefined && { licence }),
    ...(provenance.revision !== undefined && { revision: provenance.revision }),
    model: {
      architecture: architecture.type,
      task,
      parameters: architecture.parameters,
      embeddingSize: architecture.embeddingSize,
      minimumSamples: input.minimumSamples,
      normalisation: input.normalisation,
      settings: architecture.settings,
    },
    precision,
    ...(reduction && { reduction }),
    figures,
    ...(calibration && { calibration }),
    ...(heads && { heads: describeHeads(heads) }),
    tensors: [],
  };
}
