import type { Checkpoint, TensorStore } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import { GraphBuilder } from '../../onnx/index.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import type { TensorMapping } from '../layers/tensor-usage.js';
import { strategiesByPart } from '../precision/graph-parts.js';
import { ENCODER_NAMES, ENCODER_TENSOR, writeEncoder } from '../wav2vec2/open-encoder.js';
import type { EncoderSettings } from '../wav2vec2/wav2vec2-settings.js';
import { KNOWN_ENCODERS } from './known-encoders.js';
import { recogniseArchitecture } from './plan-model.js';

/** What the tensors of a model that is refused would be, as far as they are recognised. */
export type PartialModel = TensorMapping & {
  /** The architecture or the published encoder that the tensors were compared with. */
  readonly comparedWith: string;
};

/**
 * Compares the tensors of a checkpoint with the graph that its settings describe, or with its encoder if
 * its head is not known.
 *
 * @returns undefined if nothing is recognised
 */
export function mapCheckpoint(checkpoint: Checkpoint): PartialModel | undefined {
  try {
    const { description, weights, write } = recogniseArchitecture(checkpoint, {});
    const graph = new GraphBuilder();
    write(graph, graph.input('waveform', 'float32', [1, 'time']), strategiesByPart('fp32'));
    return { comparedWith: description.architecture, ...joined(weights) };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
  }
  if (checkpoint.format !== 'huggingface' || checkpoint.family !== 'wav2vec2') return undefined;
  const { config, store } = checkpoint;
  return mapEncoder(store, `the encoder of ${config.modelType}`, config);
}

/**
 * Finds a known encoder among tensors whose settings are unknown.
 *
 * @returns undefined if none of them is there whole; of several that fit equally the first in the table
 */
export function mapStore(store: TensorStore): PartialModel | undefined {
  const fits = [...KNOWN_ENCODERS].flatMap(
    ([name, { settings }]) => mapEncoder(store, `an encoder like ${name}`, settings) ?? [],
  );
  return fits
    .filter(({ missing, misshapen }) => missing.length + misshapen.length === 0)
    .reduce<PartialModel | undefined>(
      (best, fit) => (best && best.unused.length <= fit.unused.length ? best : fit),
      undefined,
    );
}

function mapEncoder(
  store: TensorStore,
  comparedWith: string,
  settings: EncoderSettings,
): PartialModel | undefined {
  const root = new Weights(store, 'The checkpoint');
  const encoder = root.unwrap(ENCODER_TENSOR, ...ENCODER_NAMES);
  if (!encoder.has(ENCODER_TENSOR)) return undefined;
  const graph = new GraphBuilder();
  const waveform = graph.input('waveform', 'float32', [1, 'time']);
  const options = { epsilon: undefined, strategies: strategiesByPart('fp32') };
  writeEncoder(new ModuleScope(graph, encoder), waveform, settings, options);
  return { comparedWith, ...root.mapping() };
}

function joined(weights: readonly Weights[]): TensorMapping {
  const parts = weights.map((each) => each.mapping());
  return {
    used: parts.reduce((sum, { used }) => sum + used, 0),
    missing: parts.flatMap(({ missing }) => missing),
    misshapen: parts.flatMap(({ misshapen }) => misshapen),
    unused: parts.flatMap(({ unused }) => unused),
  };
}
