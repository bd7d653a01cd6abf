import { CheckpointError } from '../../errors.js';
import { GraphBuilder, type Value } from '../../onnx/index.js';
import type { GraphOptions } from '../graph-options.js';
import { type MatricesByPart, matricesByPart } from '../precision/graph-parts.js';
import type { Weights } from '../layers/model-weights.js';

/** Raised whenever the same checkpoint gives another graph; part of the key of cached graphs. */
export const GRAPH_REVISION = 6;

/** What stands in a model's description. */
export type ModelDescription = {
  /** `wav2vec2`, `hubert`, `wavlm` or `ecapa-tdnn`. */
  readonly architecture: string;
  /** `classification`: logits go through a softmax; `regression`: they are the values. */
  readonly task: 'classification' | 'regression';
  /** Classes or dimensions in the order of the logits. */
  readonly labels: readonly string[];
  /** Settings of the architecture as plain data. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly embeddingSize: number;
  /** The shortest waveform that can be computed, in samples at 16 kHz. */
  readonly minimumSamples: number;
  /** What the graph does to the waveform or its features first; {@link Normalisation}. */
  readonly normalisation: Normalisation;
};

/**
 * `none`; `waveform`: each waveform to mean 0 and variance 1; `features-mean`: mel energies less
 * their mean over the utterance; `features-mean-std`: also divided by their deviation.
 */
export type Normalisation = 'none' | 'waveform' | 'features-mean' | 'features-mean-std';

/** An architecture with its settings and tensors, ready to be written. */
export type Architecture = ModelDescription & {
  /** Where the tensors come from, one for each file or set of shards. */
  readonly weights: readonly Weights[];
  /** Writes the graph from the waveform `[1, time]` on, with these matrices. */
  readonly write: (
    graph: GraphBuilder,
    waveform: Value,
    matrices: MatricesByPart,
  ) => { embedding: Value; logits: Value };
};

/** A checkpoint understood: what it is, and the graph that computes it. */
export type ModelPlan = ModelDescription & {
  /** The number of trained numbers. */
  readonly parameters: number;
  /**
   * The graph: input `waveform` `[1, time]`, float32 at 16 kHz; outputs `logits` `[1, labels]` and
   * `embedding` `[1, embeddingSize]`. Tensors are read only when it is written.
   */
  build(): Promise<GraphBuilder>;
};

/**
 * Writes an architecture's graph and checks that the checkpoint has exactly its tensors.
 *
 * @throws CheckpointError `checkpoint-incomplete` or `checkpoint-mismatch`, naming each tensor
 */
export function planModel(architecture: Architecture, options: GraphOptions = {}): ModelPlan {
  const { weights, write, ...description } = architecture;
  const graph = new GraphBuilder();
  const waveform = graph.input('waveform', 'float32', [1, 'time']);
  const { embedding, logits } = write(graph, waveform, matricesByPart(options));
  graph.output('logits', logits, 'float32', [1, description.labels.length]);
  graph.output('embedding', embedding, 'float32', [1, description.embeddingSize]);
  for (const each of weights) each.check();
  const parameters = weights.reduce((total, each) => total + each.parameters, 0);
  return { ...description, parameters, build: () => Promise.resolve(graph) };
}

/**
 * Checks that a checkpoint names as many labels as its model has outputs.
 *
 * @throws CheckpointError `checkpoint-mismatch`
 */
export function checkLabels(labels: readonly string[], outputs: number): void {
  if (labels.length === outputs) return;
  throw new CheckpointError(
    'checkpoint-mismatch',
    `The model has ${outputs} outputs, its files name ${labels.length} labels (${labels.join(', ')}). Check that the labels belong to it.`,
  );
}
