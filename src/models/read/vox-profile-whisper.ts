import type { VoxProfileCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { GraphBuilder, Value } from '../../onnx/index.js';
import { type GraphOptions, keepLayers, PRECISIONS } from '../graph-options.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { mean } from '../layers/statistics.js';
import type { StrategiesByPart } from '../precision/graph-parts.js';
import { meanOfParts } from '../vox-profile/equal-parts.js';
import { realFrames } from '../vox-profile/real-frames.js';
import { afterMean, beforeMean, CONVOLUTIONS_MODULE } from '../vox-profile/vox-profile-heads.js';
import type { HeadOutputs } from '../wav2vec2/heads.js';
import { logMel, scaleLevels } from '../whisper/log-mel.js';
import { padded } from '../whisper/padded.js';
import { lastState, whisperEncoder } from '../whisper/whisper-encoder.js';
import {
  MEL_WINDOW_SAMPLES,
  STATE_HOP_SAMPLES,
  WHISPER_NAMES,
  WHISPER_TENSOR,
  type WhisperEncoderSettings,
} from '../whisper/whisper-settings.js';
import { type Architecture } from './model-plan.js';
import { chooseOutputs, writeHeads } from './vox-profile-outputs.js';

/** States of 15 s, to which the input is padded as in the training. */
const STATES = 750;

/** The table of positions beside the encoder, which is used in the place of the encoder's own. */
const POSITIONS = 'embed_positions';

/**
 * Reads a model of Vox-Profile on the encoder of a Whisper. Its input is padded to 15 s, and the mean over
 * time leaves out the padding. A longer recording is computed in equal parts of up to 15 s, the longest
 * that it was trained on, and their vectors are averaged; Vox-Profile itself leaves out what follows 15 s.
 *
 * @throws CheckpointError `checkpoint-unsupported` if it has positions for less than 15 s
 */
export function voxProfileWhisper(
  checkpoint: VoxProfileCheckpoint,
  published: WhisperEncoderSettings,
  options: GraphOptions,
): Architecture {
  const { config } = checkpoint;
  const { hiddenSize: hidden } = config;
  const root = new Weights(checkpoint.store, 'The checkpoint');
  const outputs = chooseOutputs(root, checkpoint);
  const rows = positionRows(root);
  const encoder = root.unwrap(WHISPER_TENSOR, ...WHISPER_NAMES);
  const settings = keepLayers(published, encoder, options);
  // The decoder and the encoder's own positions change no result.
  root.leaveOut('backbone_model.decoder');
  encoder.leaveOut(POSITIONS);
  const part = { encoder, root, settings, rows, hidden };
  return {
    description: {
      architecture: 'whisper',
      ...outputs.meaning,
      settings: { ...settings, head: 'vox-profile', ...config },
      hiddenSize: settings.hiddenSize,
      layers: settings.numHiddenLayers,
      embeddingSize: hidden,
      minimumSamples: MEL_WINDOW_SAMPLES,
      normalisation: 'none',
    },
    weights: [root],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies): HeadOutputs => {
      const sizes = { most: STATES * STATE_HOP_SAMPLES, size: hidden };
      const pooled = meanOfParts(graph.at('parts'), waveform, sizes, (body, samples) =>
        pooledPart(body, samples, part, strategies),
      );
      const net = new ModuleScope(graph.at('head'), root, strategies.head);
      const embedding = afterMean(net.child(CONVOLUTIONS_MODULE), pooled, hidden);
      // The weights of a sum of all layers are in the file, and Vox-Profile uses the last state alone.
      root.take('weights', [published.numHiddenLayers + Number(config.sumsInput)]);
      return writeHeads(net, embedding, outputs, { root, checkpoint });
    },
  };
}

type Part = {
  readonly encoder: Weights;
  readonly root: Weights;
  readonly settings: WhisperEncoderSettings;
  readonly rows: number;
  readonly hidden: number;
};

/** The mean over time of a part of up to 15 s, before the last convolution: `[1, samples]` to `[1, hidden]`. */
function pooledPart(
  graph: GraphBuilder,
  samples: Value,
  { encoder, root, settings, rows, hidden }: Part,
  strategies: StrategiesByPart,
): Value {
  const { hiddenSize: size, numMelBins } = settings;
  const whole = padded(graph.at('pad'), samples, STATES * STATE_HOP_SAMPLES);
  const mel = graph.at('mel');
  const levels = scaleLevels(mel, logMel(mel, whole, numMelBins));
  const states = whisperEncoder(new ModuleScope(graph.at('encoder'), encoder), levels, settings, {
    strategies,
    positions: ({ graph: at, matmul }) =>
      new ModuleScope(at, root, matmul).weight(POSITIONS, [rows, size]),
    lastNorm: true,
  });
  const convolutions = new ModuleScope(graph.at('head'), root, strategies.head);
  const own = realFrames(graph, lastState(states), samples);
  const net = convolutions.child(CONVOLUTIONS_MODULE);
  return mean(graph, beforeMean(net, own, size, hidden), [1], false);
}

function positionRows(root: Weights): number {
  const rows = root.shapeOf(POSITIONS)?.[0] ?? STATES;
  if (rows >= STATES) return rows;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `${POSITIONS} has ${rows} rows, expected at least ${STATES}, those of 15 s. Take another model.`,
  );
}
