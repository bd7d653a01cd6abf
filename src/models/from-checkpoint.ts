import type { Checkpoint } from '../checkpoint/index.js';
import { huggingFaceModel } from './huggingface.js';
import { type Architecture, type ModelPlan, planModel } from './model-plan.js';
import { speechBrainEcapa } from './speechbrain-ecapa.js';
import { findEncoder, speechBrainWav2vec2 } from './speechbrain-wav2vec2.js';

/**
 * Understands a checkpoint: which architecture it is, with which settings, and whether its tensors
 * are exactly those of the architecture. No tensor is read.
 *
 * @throws CheckpointError `checkpoint-unsupported` naming the setting, `checkpoint-incomplete` or
 *   `checkpoint-mismatch` naming the tensors
 */
export function describeModel(checkpoint: Checkpoint): ModelPlan {
  return planModel(recognise(checkpoint));
}

function recognise(checkpoint: Checkpoint): Architecture {
  if (checkpoint.format === 'huggingface') return huggingFaceModel(checkpoint);
  const encoder = findEncoder(checkpoint);
  return encoder ? speechBrainWav2vec2(checkpoint, encoder) : speechBrainEcapa(checkpoint);
}
