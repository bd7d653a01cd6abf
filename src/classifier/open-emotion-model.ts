import type { Bundle, RunOptions } from '../bundles/index.js';
import { EmotionClassifier } from './emotion-classifier.js';
import { EmotionRegressor } from './emotion-regressor.js';
import { type LoadOptions, prepareBundle } from './prepare-bundle.js';

/**
 * Loads a model whose task is not known beforehand; `answerFile` works on either.
 *
 * @throws CheckpointError, HubError, FileError, DeviceError
 */
export async function openEmotionModel(
  options: LoadOptions = {},
): Promise<EmotionClassifier | EmotionRegressor> {
  return openBundle(await prepareBundle(options), options.runOpts);
}

/** Opens a bundle that is at hand, whatever its task. */
export async function openBundle(
  bundle: Bundle,
  runOpts?: RunOptions,
): Promise<EmotionClassifier | EmotionRegressor> {
  return bundle.manifest.task === 'regression'
    ? EmotionRegressor.open(bundle, runOpts)
    : EmotionClassifier.open(bundle, runOpts);
}
