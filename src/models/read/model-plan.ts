import { CheckpointError } from '../../errors.js';
import { GraphBuilder, type Value } from '../../onnx/index.js';
import type { GraphOptions, Precision } from '../graph-options.js';
import { type StrategiesByPart, strategiesByPart } from '../precision/graph-parts.js';
import type { Weights } from '../layers/model-weights.js';
import type { HeadOutputs } from '../wav2vec2/heads.js';

/** Raised whenever the same checkpoint gives another graph; part of the key of cached graphs. */
export const GRAPH_REVISION = 7;

/** What a model is. */
export type ModelDescription = {
  /** `wav2vec2`, `hubert`, `wavlm`, `whisper`, `emotion2vec`, `sense-voice` or `ecapa-tdnn`. */
  readonly architecture: string;
  /** `classification`: the logits go through a softmax; `regression`: they are the values. */
  readonly task: 'classification' | 'regression';
  /** Classes or dimensions in the order of the logits. */
  readonly labels: readonly string[];
  /**
   * What a classifier measures beside its classes, e.g. `arousal`, in the order of the output `dimensions`.
   * Absent if the graph has no such output.
   */
  readonly dimensions?: readonly string[];
  /** Settings of the architecture as plain data. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Width of the Transformer. Absent if the architecture has none. */
  readonly hiddenSize?: number;
  /** Number of Transformer layers in the graph. Absent if the architecture has no Transformer. */
  readonly layers?: number;
  readonly embeddingSize: number;
  /** The shortest waveform that can be computed, in samples at 16 kHz. */
  readonly minimumSamples: number;
  readonly normalisation: Normalisation;
  /** What the output `frames` holds. Absent if the graph has no such output. */
  readonly frames?: FramesDescription;
  /** What the output `frame_logits` holds. Absent if the graph has no such output. */
  readonly frameLogits?: FrameLogitsDescription;
};

/**
 * The output `frame_logits` of a graph that classifies each frame, `[1, frames, labels]`. Frame j judges
 * the samples from `j · hopSamples` on. The last frame may have fewer than `windowSamples`.
 */
export type FrameLogitsDescription = {
  /** Samples from one frame to the next, at 16 kHz. */
  readonly hopSamples: number;
  /** Samples that a frame judges, at 16 kHz. */
  readonly windowSamples: number;
};

/**
 * The output `frames` of a graph, `[1, frames, size]`: the states whose mean and standard deviation over
 * time are the embedding. The standard deviation divides by the number of frames.
 */
export type FramesDescription = {
  /** Numbers of a state; half of the embedding's. */
  readonly size: number;
  /** Samples from one frame to the next, at 16 kHz. */
  readonly hopSamples: number;
  /**
   * Whether one more number follows each state: how much the frame counts in the mean and the standard
   * deviation, from 0 to 1.
   */
  readonly isWeighted: boolean;
};

/**
 * What the graph does to the waveform or its features first. `none`; `waveform`: each waveform is
 * brought to mean 0 and variance 1; `waveform-constants`: it is shifted and scaled by two numbers of the
 * training set; `features-mean`: the mean of each mel band over the utterance is
 * subtracted; `features-mean-std`: the bands are also divided by their standard deviation.
 */
export type Normalisation =
  'none' | 'waveform' | 'waveform-constants' | 'features-mean' | 'features-mean-std';

/** An architecture with its settings and tensors, ready to be written. */
export type Architecture = {
  readonly description: ModelDescription;
  /** Where the tensors come from, one entry for each file or set of shards. */
  readonly weights: readonly Weights[];
  /** The precisions that its graph can be written in. */
  readonly precisions: readonly Precision[];
  /** Writes the graph that begins with the waveform `[1, time]`. */
  readonly write: (
    graph: GraphBuilder,
    waveform: Value,
    strategies: StrategiesByPart,
  ) => HeadOutputs & { frames?: Value; frameLogits?: Value };
};

/** A checkpoint whose settings and tensors were checked: what it is, and the graph that computes it. */
export type ModelPlan = ModelDescription & {
  /** The number of trained numbers. */
  readonly parameters: number;
  /**
   * Writes the graph: input `waveform` `[1, time]`, float32 at 16 kHz; outputs `logits` `[1, labels]`
   * and `embedding` `[1, embeddingSize]`, and `dimensions`, `frames` and `frame_logits` if the model has
   * them. Tensors are read only when the graph is stored. One plan serves any number of graphs.
   *
   * @param options the precision; default: the one that the model was planned with, else `fp32`
   * @throws CheckpointError `checkpoint-unsupported` if the architecture has no graph in the precision
   */
  build(options?: Pick<GraphOptions, 'precision'>): Promise<GraphBuilder>;
};

/**
 * Checks that an architecture's labels make sense and that the checkpoint has exactly its tensors.
 *
 * @throws CheckpointError `checkpoint-incomplete` or `checkpoint-mismatch`, naming each tensor
 */
export function planArchitecture(
  architecture: Architecture,
  planned: Pick<GraphOptions, 'precision'> = {},
): ModelPlan {
  const { description, weights } = architecture;
  checkMeaning(description);
  const build = ({ precision = 'fp32' }: Pick<GraphOptions, 'precision'>) =>
    writeGraph(architecture, precision);
  // Writing the graph takes every tensor from the weights, which note what is missing or left over.
  build(planned);
  for (const each of weights) each.check();
  const parameters = weights.reduce((total, each) => total + each.parameters, 0);
  return {
    ...description,
    parameters,
    build: (options = planned) => Promise.resolve(options).then(build),
  };
}

function writeGraph(architecture: Architecture, precision: Precision): GraphBuilder {
  const { description, precisions, write } = architecture;
  if (!precisions.includes(precision)) {
    throw new CheckpointError(
      'checkpoint-unsupported',
      `Found the precision ${precision} for a model of the kind ${description.architecture}, expected ${precisions.join(' or ')}. Choose one of these.`,
    );
  }
  const graph = new GraphBuilder();
  const waveform = graph.input('waveform', 'float32', [1, 'time']);
  const outputs = write(graph, waveform, strategiesByPart(precision));
  const { embedding, logits, dimensions, frames, frameLogits } = outputs;
  graph.output('logits', logits, 'float32', [1, description.labels.length]);
  graph.output('embedding', embedding, 'float32', [1, description.embeddingSize]);
  if (dimensions && description.dimensions)
    graph.output('dimensions', dimensions, 'float32', [1, description.dimensions.length]);
  if (frames && description.frames) {
    const { size, isWeighted } = description.frames;
    graph.output('frames', frames, 'float32', [1, 'frames', size + Number(isWeighted)]);
  }
  if (frameLogits)
    graph.output('frame_logits', frameLogits, 'float32', [1, 'frames', description.labels.length]);
  return graph;
}

/** Refuses labels that results cannot be told apart by, and probabilities that are always 1. */
function checkMeaning({ task, labels, dimensions = [] }: ModelDescription): void {
  const names = [...labels, ...dimensions];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw mismatch(
      `Two outputs of the model have the name ${JSON.stringify(twice)}, expected a name for each. Correct the names in its files.`,
    );
  }
  if (task === 'classification' && labels.length < 2) {
    throw mismatch(
      `The model classifies and has one output (${labels.join()}), expected at least two classes: the probability of a single class is always 1. If it is a regression, set "problem_type": "regression" in config.json.`,
    );
  }
}

/**
 * The labels of a model by the rows of its last layer: `LABEL_0`, `LABEL_1` … if its files state neither
 * names nor a number.
 *
 * @throws CheckpointError `checkpoint-mismatch` if the files state another number
 */
export function labelsOf(stated: readonly string[], outputs: number): readonly string[] {
  if (stated.length === 0) return Array.from({ length: outputs }, (_, id) => `LABEL_${id}`);
  checkLabels(stated, outputs);
  return stated;
}

/** Whether labels are what transformers writes if there are no names: `LABEL_0`, `LABEL_1` … */
export function areNumbered(labels: readonly string[]): boolean {
  return labels.every((label, id) => label === `LABEL_${id}`);
}

/**
 * Checks that a checkpoint names as many labels as its model has outputs.
 *
 * @throws CheckpointError `checkpoint-mismatch`
 */
export function checkLabels(labels: readonly string[], outputs: number): void {
  if (labels.length === outputs) return;
  throw mismatch(
    `The model has ${outputs} outputs, its files name ${labels.length} labels (${labels.join(', ')}). Check that the labels belong to it.`,
  );
}

function mismatch(message: string): CheckpointError {
  return new CheckpointError('checkpoint-mismatch', message);
}
