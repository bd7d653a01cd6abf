import { type LoadOptions, prepareBundle } from '../node/index.js';
import { EmotionClassifier } from './emotion-classifier.js';
import { EmotionRegressor } from './emotion-regressor.js';

/**
 * Loads a model whose task is not known beforehand; `instanceof` or `manifest.task` tells which it is.
 *
 * @throws CheckpointError, HubError, FileError, DeviceError
 */
export async function openEmotionModel(
  options: LoadOptions = {},
): Promise<EmotionClassifier | EmotionRegressor> {
  const bundle = await prepareBundle(options);
  return bundle.manifest.task === 'regression'
    ? EmotionRegressor.open(bundle, options.runOpts)
    : EmotionClassifier.open(bundle, options.runOpts);
}
