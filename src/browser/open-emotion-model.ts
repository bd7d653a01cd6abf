import { EmotionClassifier } from './emotion-classifier.js';
import { type BrowserSourceOptions, openBrowserSource } from './emotion-model.js';
import { EmotionRegressor } from './emotion-regressor.js';
import type { BundleSource } from './sources/web-bundle.js';

/**
 * Loads a model whose task is not known beforehand; `instanceof` or `manifest.task` tells which it is.
 *
 * @param source as of `EmotionClassifier.fromHparams`
 * @throws CheckpointError, FileError, DeviceError, and the signal's reason
 */
export async function openEmotionModel(
  source: BundleSource,
  options: Omit<BrowserSourceOptions, 'source'> = {},
): Promise<EmotionClassifier | EmotionRegressor> {
  const opened = await openBrowserSource({ source, ...options });
  return opened.bundle.manifest.task === 'regression'
    ? new EmotionRegressor(opened)
    : new EmotionClassifier(opened);
}
