import type {
  PooledEncoderConfig,
  TensorStore,
  WhisperCheckpoint,
} from '../../checkpoint/index.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import { linear } from '../layers/layers.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { type FrameWeights, frameWeights } from '../whisper/frame-weights.js';
import { levelToLoudest, logMel, scaleLevels } from '../whisper/log-mel.js';
import { meanAndDeviation, meanOverTime } from '../whisper/pooling.js';
import { computedPositions } from '../whisper/positions.js';
import { lastState, whisperEncoder } from '../whisper/whisper-encoder.js';
import {
  MEL_WINDOW_SAMPLES,
  STATE_HOP_SAMPLES,
  WHISPER_NAMES,
  WHISPER_TENSOR,
} from '../whisper/whisper-settings.js';
import { type Architecture, checkLabels } from './model-plan.js';

/**
 * Reads an encoder of Whisper whose input is not padded. The embedding is the mean of its frames, or
 * the mean and the standard deviation, and one linear layer from `heads.json` judges it. The frames are an output,
 * too: pooling any stretch of them gives the embedding of that stretch, with what was before and after it
 * in view.
 *
 * @throws CheckpointError `checkpoint-mismatch` if `heads.json` does not fit the encoder
 */
export function pooledWhisper(
  checkpoint: WhisperCheckpoint & { readonly head: TensorStore },
  pooled: PooledEncoderConfig,
  options: GraphOptions,
): Architecture {
  const { store, labels } = checkpoint;
  const encoder = new Weights(store, 'The checkpoint').unwrap(WHISPER_TENSOR, ...WHISPER_NAMES);
  const head = new Weights(checkpoint.head, 'heads.json');
  checkLabels(labels, head.shapeOf('weight')?.[0] ?? labels.length);
  const config = keepLayers(checkpoint.config, encoder, options);
  if (!pooled.layerNorm) encoder.leaveOut('layer_norm');
  const { hiddenSize: size } = config;
  const counting = weightsOf(pooled);
  const isWeighted = counting.kind === 'energy';
  const layers = pooled.layers.filter((layer) => layer <= config.numHiddenLayers);
  const frameSize = size * Math.max(1, layers.length);
  const hasDeviation = pooled.pooling === 'mean-std';
  const embeddingSize = hasDeviation ? 2 * frameSize : frameSize;
  return {
    description: {
      architecture: 'whisper',
      task: 'classification',
      labels,
      settings: { ...config, labels },
      hiddenSize: size,
      layers: config.numHiddenLayers,
      embeddingSize,
      minimumSamples: MEL_WINDOW_SAMPLES,
      normalisation: 'none',
      frames: { size: frameSize, hopSamples: STATE_HOP_SAMPLES, isWeighted },
    },
    weights: [encoder, head],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies) => {
      const levels = logMel(graph.at('mel'), waveform, config.numMelBins);
      const weights = frameWeights(graph.at('weights'), levels, counting);
      const net = new ModuleScope(graph.at('encoder'), encoder);
      const mel = pooled.level === 'loudest' ? levelToLoudest(graph.at('mel'), levels) : levels;
      const states = whisperEncoder(net, scaleLevels(graph.at('mel'), mel), config, {
        strategies,
        positions: computedPositions,
        lastNorm: pooled.layerNorm,
      });
      const state = sideBySide(graph, states, layers);
      const pool = hasDeviation ? meanAndDeviation : meanOverTime;
      const embedding = pool(graph.at('pooling'), state, weights);
      const scope = new ModuleScope(graph.at('head'), head, strategies.head);
      const logits = linear(scope, embedding, { from: embeddingSize, to: labels.length });
      const frames = weights ? graph.op('Concat', [state, weights], { axis: 2 }) : state;
      return { embedding, logits, frames };
    },
  };
}

/** The states after the given layers `[1, frames, layers · size]`; after the last one if none is given. */
function sideBySide(
  graph: GraphBuilder,
  states: readonly Value[],
  layers: readonly number[],
): Value {
  const chosen = states.filter((_, layer) => layers.includes(layer));
  return chosen.length > 1
    ? graph.op('Concat', chosen, { axis: 2 })
    : (chosen[0] ?? lastState(states));
}

function weightsOf({ frameWeights: kind, drop, width }: PooledEncoderConfig): FrameWeights {
  return kind === 'energy' ? { kind, drop, width } : { kind };
}
