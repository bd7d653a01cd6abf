import type { WhisperCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import { MODEL_SAMPLE_RATE } from '../../waveform.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { sequenceHead, weightedLayerSum } from '../wav2vec2/heads.js';
import { logMel, scaleLevels } from '../whisper/log-mel.js';
import { padded } from '../whisper/padded.js';
import { storedPositions } from '../whisper/positions.js';
import { lastState, whisperEncoder } from '../whisper/whisper-encoder.js';
import {
  MEL_WINDOW_SAMPLES,
  MOST_STATES,
  type WhisperEncoderSettings,
  STATE_HOP_SAMPLES,
  WHISPER_NAMES,
  WHISPER_TENSOR,
} from '../whisper/whisper-settings.js';
import { type Architecture, labelsOf } from './model-plan.js';
import { taskOf } from './task-of.js';

/**
 * Reads transformers' `WhisperForAudioClassification`. Its input is padded with silence to all positions
 * of the encoder, usually 30 s, as it was in the training, and the head's mean includes the padding.
 *
 * @throws CheckpointError `checkpoint-mismatch` if it names more or fewer labels than the head has outputs,
 *   `checkpoint-unsupported` if it would hear less than a window
 */
export function whisperClassifier(
  checkpoint: WhisperCheckpoint,
  options: GraphOptions,
): Architecture {
  const { store } = checkpoint;
  refuseFewPositions(checkpoint.config);
  const root = new Weights(store, 'The checkpoint');
  const head = root.unwrap('projector.weight');
  const rows = head.shapeOf('classifier.weight')?.[0] ?? (checkpoint.labels.length || 2);
  const labels = labelsOf(checkpoint.labels, rows);
  const encoder = root.unwrap(WHISPER_TENSOR, ...WHISPER_NAMES);
  const config = keepLayers(checkpoint.config, encoder, options);
  const { hiddenSize: size, classifierProjSize: projected, useWeightedLayerSum } = config;
  return {
    description: {
      architecture: 'whisper',
      task: taskOf({ ...config, labels }),
      labels,
      settings: config,
      hiddenSize: size,
      layers: config.numHiddenLayers,
      embeddingSize: projected,
      minimumSamples: MEL_WINDOW_SAMPLES,
      normalisation: 'none',
    },
    weights: [root],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies) => {
      const whole = padded(
        graph.at('pad'),
        waveform,
        config.maxSourcePositions * STATE_HOP_SAMPLES,
      );
      const mel = graph.at('mel');
      const levels = scaleLevels(mel, logMel(mel, whole, config.numMelBins));
      const net = new ModuleScope(graph.at('encoder'), encoder);
      const states = whisperEncoder(net, levels, config, {
        strategies,
        positions: storedPositions,
        lastNorm: true,
      });
      const at = new ModuleScope(graph.at('head'), head, strategies.head);
      const published = checkpoint.config.numHiddenLayers + 1;
      const state = useWeightedLayerSum
        ? weightedLayerSum(at, states, published)
        : lastState(states);
      return sequenceHead(at, state, { size, outputs: labels.length, projected });
    },
  };
}

/** Refuses an encoder that would leave out the end of a window. */
function refuseFewPositions({ maxSourcePositions }: WhisperEncoderSettings): void {
  if (maxSourcePositions >= MOST_STATES) return;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `config.json: max_source_positions is ${maxSourcePositions}, expected at least ${MOST_STATES}: the model hears the first ${(maxSourcePositions * STATE_HOP_SAMPLES) / MODEL_SAMPLE_RATE} s of a recording only, and recordings are classified in windows of up to 30 s. Take another model.`,
  );
}
