import type { SenseVoiceCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import { type GraphOptions, layersToKeep, PRECISIONS } from '../graph-options.js';
import { linearOfRows } from '../layers/linear-of-rows.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { FBANK_WINDOW_SAMPLES } from '../sense-voice/kaldi-fbank.js';
import { blockNames, sanmEncoder } from '../sense-voice/sanm-encoder.js';
import { EMOTION_PLACE, inputSizeOf, senseVoiceInput } from '../sense-voice/sense-voice-input.js';
import type { HeadOutputs } from '../wav2vec2/heads.js';
import { type Architecture, checkLabels } from './model-plan.js';

/** A tensor that every model of the family has. */
const KNOWN_TENSOR = 'embed.weight';
/** The layer of all tokens. */
const HEAD = 'ctc.ctc_lo';

/**
 * Reads SenseVoiceSmall of FunASR, which recognises speech and puts language, emotion, event and style before the
 * text. Its result here is the softmax over the tokens that tell an emotion, at the place of the emotion;
 * FunASR itself prints the most probable token. Nothing random is added to the samples (dither).
 *
 * @throws CheckpointError `checkpoint-mismatch` if the tokens or labels are more or fewer than the outputs
 */
export function senseVoiceModel(
  checkpoint: SenseVoiceCheckpoint,
  options: GraphOptions,
): Architecture {
  const { config, store, labels, emotions } = checkpoint;
  const root = new Weights(store, 'model.pt').unwrap(KNOWN_TENSOR);
  const rows = root.shapeOf(`${HEAD}.weight`)?.[0] ?? checkpoint.tokens;
  if (rows !== checkpoint.tokens) throw otherTokens(checkpoint.tokens, rows);
  checkLabels(labels, emotions.length);
  const encoder = root.child('encoder');
  const layers = layersToKeep(blockNames(config), encoder, options);
  const { hiddenSize: size } = config;
  const inputSize = inputSizeOf(checkpoint);
  return {
    description: {
      architecture: 'sense-voice',
      task: 'classification',
      labels,
      settings: { ...config, layers },
      hiddenSize: size,
      layers,
      embeddingSize: size,
      minimumSamples: FBANK_WINDOW_SAMPLES,
      normalisation: 'none',
    },
    weights: [root],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies): HeadOutputs => {
      const input = senseVoiceInput(new ModuleScope(graph, root), waveform, checkpoint);
      const { transformer: matmul } = strategies;
      const isSingle = matmul.element === 'float32';
      const net = new ModuleScope(graph.at('encoder'), encoder, matmul);
      const x = isSingle ? input : graph.cast(input, matmul.element);
      const states = sanmEncoder(net, x, config, { inputSize, layers });
      const state = graph.op('Gather', [states, graph.constant('int64', EMOTION_PLACE)], {
        axis: 1,
      });
      const embedding = isSingle ? state : graph.cast(state, 'float32');
      const head = new ModuleScope(graph.at('ctc'), root.child(HEAD), strategies.head);
      return { embedding, logits: linearOfRows(head, embedding, { size, rows, used: emotions }) };
    },
  };
}

function otherTokens(tokens: number, rows: number): CheckpointError {
  return new CheckpointError(
    'checkpoint-mismatch',
    `model.pt has ${rows} outputs, and the file of the tokens names ${tokens}: the ids of the emotions would be those of other tokens. Check that the files belong together.`,
  );
}
