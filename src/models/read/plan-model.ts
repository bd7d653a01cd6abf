import type { Checkpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { GraphOptions } from '../graph-options.js';
import { emotion2vecModel } from './emotion2vec-model.js';
import { huggingFaceModel } from './huggingface-model.js';
import { type Architecture, type ModelPlan, planArchitecture } from './model-plan.js';
import { odysseyModel } from './odyssey-model.js';
import { senseVoiceModel } from './sense-voice-model.js';
import { speechBrainEcapa } from './speechbrain-ecapa.js';
import { findEncoder, refuseOtherEncoders } from './speechbrain-encoders.js';
import { speechBrainWav2vec2 } from './speechbrain-wav2vec2.js';
import { voxProfileModel } from './vox-profile-model.js';
import { whisperModel } from './whisper-model.js';

/**
 * Finds out which architecture a checkpoint is and with which settings, and checks that its tensors
 * are exactly those of the architecture. No tensor is read.
 *
 * @param options how many layers are kept, default all; and the default precision of
 *   {@link ModelPlan.build}
 * @throws RangeError if the model has fewer layers than are to be kept
 * @throws CheckpointError `checkpoint-unsupported` naming the setting, `checkpoint-incomplete` or
 *   `checkpoint-mismatch` naming the tensors or labels
 */
export function planModel(checkpoint: Checkpoint, options: GraphOptions = {}): ModelPlan {
  return planArchitecture(recogniseArchitecture(checkpoint, options), options);
}

/**
 * Finds out which architecture a checkpoint is and with which settings; its tensors are not checked yet.
 *
 * @throws as {@link planModel}
 */
export function recogniseArchitecture(checkpoint: Checkpoint, options: GraphOptions): Architecture {
  if (checkpoint.format === 'huggingface') {
    if (checkpoint.family === 'whisper') return whisperModel(checkpoint, options);
    if (checkpoint.family === 'odyssey') return odysseyModel(checkpoint, options);
    if (checkpoint.family === 'vox-profile') return voxProfileModel(checkpoint, options);
    return huggingFaceModel(checkpoint, options);
  }
  if (checkpoint.format === 'funasr') {
    return checkpoint.family === 'emotion2vec'
      ? emotion2vecModel(checkpoint, options)
      : senseVoiceModel(checkpoint, options);
  }
  const encoder = findEncoder(checkpoint);
  if (encoder) return speechBrainWav2vec2(checkpoint, encoder, options);
  refuseOtherEncoders(checkpoint);
  if (options.layers === undefined) return speechBrainEcapa(checkpoint);
  throw new CheckpointError(
    'checkpoint-unsupported',
    `Found ${options.layers} layers to keep of an ECAPA-TDNN, which has no Transformer layers. Convert it whole.`,
  );
}
