import type { WhisperCheckpoint } from '../../checkpoint/index.js';
import { CheckpointError } from '../../errors.js';
import type { GraphOptions } from '../graph-options.js';
import type { Architecture } from './model-plan.js';
import { pooledWhisper } from './pooled-whisper.js';
import { whisperClassifier } from './whisper-classifier.js';

/** The class of transformers' classifiers. */
const CLASSIFIER = 'WhisperForAudioClassification';

/**
 * Reads a folder of a Whisper model with a head for emotions.
 *
 * @throws CheckpointError `checkpoint-unsupported` if it has no such head, `checkpoint-mismatch` if it
 *   names more or fewer labels than the head has outputs
 */
export function whisperModel(checkpoint: WhisperCheckpoint, options: GraphOptions): Architecture {
  const { config, head } = checkpoint;
  const { architectures, pooled } = config;
  if (pooled && head) return pooledWhisper({ ...checkpoint, head }, pooled, options);
  if (architectures.length === 0 || architectures.includes(CLASSIFIER))
    return whisperClassifier(checkpoint, options);
  throw new CheckpointError(
    'checkpoint-unsupported',
    `config.json: architectures is ${JSON.stringify(architectures)}, expected ${CLASSIFIER}. Only classifiers are supported; take a model with an emotion head.`,
  );
}
