import type { FunAsrCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import {
  blockNames,
  convolutionSettings,
  EMOTION2VEC_TENSOR,
} from '../emotion2vec/emotion2vec-settings.js';
import { emotion2vecEncoder } from '../emotion2vec/emotion2vec-encoder.js';
import { type GraphOptions, layersToKeep, PRECISIONS } from '../graph-options.js';
import { linearOfRows } from '../layers/linear-of-rows.js';
import { Weights } from '../layers/model-weights.js';
import { ModuleScope } from '../layers/module-scope.js';
import { mean, standardise } from '../layers/statistics.js';
import type { HeadOutputs } from '../wav2vec2/heads.js';
import { samplesOfFrames } from '../wav2vec2/wav2vec2-settings.js';
import { type Architecture, checkLabels, labelsOf } from './model-plan.js';

/** Epsilon of torch's `F.layer_norm`, which FunASR applies to the waveform. */
const NORMALISE_EPSILON = 1e-5;

/** The modules of pre-training, which no result depends on. */
const LEFTOVERS = ['modality_encoders.AUDIO.decoder', '_ema', 'ema'];

/**
 * Reads emotion2vec or emotion2vec+ of FunASR: the mean over the frames and one linear layer. Outputs whose
 * names begin with `unuse` are left out, as upstream does by setting their logits to minus infinity.
 *
 * @throws CheckpointError `checkpoint-unsupported` if it has no head, `checkpoint-mismatch` if `tokens.txt`
 *   has more or fewer lines than the head has outputs
 */
export function emotion2vecModel(
  { config, store, tokens, labels: named }: FunAsrCheckpoint,
  options: GraphOptions,
): Architecture {
  const root = new Weights(store, 'model.pt');
  const encoder = root.unwrap(EMOTION2VEC_TENSOR);
  const head = root.unwrap('proj.weight');
  const rows = head.shapeOf('proj.weight')?.[0] ?? tokens.length;
  if (rows === 0) throw headless();
  if (tokens.length > 0)
    checkLabels(
      tokens.map((token) => token ?? 'unused'),
      rows,
    );
  const labels = labelsOf(named, tokens.length > 0 ? named.length : rows);
  const used = [...Array(rows).keys()].filter(
    (row) => tokens.length === 0 || tokens[row] !== undefined,
  );
  for (const leftover of LEFTOVERS) encoder.leaveOut(leftover);
  const layers = layersToKeep(blockNames(config), encoder, options);
  const { hiddenSize: size } = config;
  return {
    description: {
      architecture: 'emotion2vec',
      task: 'classification',
      labels,
      settings: { ...config, layers },
      hiddenSize: size,
      layers,
      embeddingSize: size,
      minimumSamples: samplesOfFrames(convolutionSettings(config), 1),
      normalisation: config.doNormalize ? 'waveform' : 'none',
    },
    weights: [root],
    precisions: PRECISIONS,
    write: (graph, waveform, strategies): HeadOutputs => {
      const input = config.doNormalize
        ? standardise(graph.at('normalise'), waveform, [1], NORMALISE_EPSILON)
        : waveform;
      const net = new ModuleScope(graph, encoder);
      const state = emotion2vecEncoder(net, input, config, { strategies, layers });
      const embedding = mean(graph, state, [1], false);
      const scope = new ModuleScope(graph.at('proj'), head.child('proj'), strategies.head);
      return { embedding, logits: linearOfRows(scope, embedding, { size, rows, used }) };
    },
  };
}

function headless(): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    'model.pt lacks proj.weight, and there is no tokens.txt: this is an encoder of emotion2vec without a head for emotions, such as emotion2vec_base. Take emotion2vec_plus_base or emotion2vec_base_finetuned.',
  );
}
