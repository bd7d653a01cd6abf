import type { Checkpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { GraphOptions } from '../graph-options.js';
import { huggingFaceModel } from './huggingface-model.js';
import { type Architecture, type ModelPlan, planModel } from './model-plan.js';
import { speechBrainEcapa } from './speechbrain-ecapa.js';
import { findEncoder, speechBrainWav2vec2 } from './speechbrain-wav2vec2.js';

/**
 * Understands a checkpoint: which architecture it is, with which settings, and whether its tensors
 * are exactly those of the architecture. No tensor is read.
 *
 * @throws RangeError when it has fewer layers than are to be kept
 * @throws CheckpointError `checkpoint-unsupported` naming the setting, `checkpoint-incomplete` or
 *   `checkpoint-mismatch` naming the tensors
 */
export function describeModel(checkpoint: Checkpoint, options: GraphOptions = {}): ModelPlan {
  return planModel(recognise(checkpoint, options), options);
}

function recognise(checkpoint: Checkpoint, options: GraphOptions): Architecture {
  if (checkpoint.format === 'huggingface') return huggingFaceModel(checkpoint, options);
  const encoder = findEncoder(checkpoint);
  if (encoder) return speechBrainWav2vec2(checkpoint, encoder, options);
  refuseForEcapa(options);
  return speechBrainEcapa(checkpoint);
}

/** Its convolutions are of a kind that has no fast product of bytes, its filter bank is written for float32, and it has no Transformer. */
function refuseForEcapa({ precision = 'fp32', layers }: GraphOptions): void {
  const isSupported = precision === 'fp32' || precision === 'int8-weights';
  if (isSupported && layers === undefined) return;
  const asked = layers === undefined ? precision : `${layers} layers`;
  throw new CheckpointError(
    'checkpoint-unsupported',
    `The model is an ECAPA-TDNN, asked for was ${asked}. That is for models of the wav2vec2 family; convert this one in fp32 or int8-weights, and whole.`,
  );
}
