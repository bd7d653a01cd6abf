import { EmotionClassifier } from './emotion-classifier.js';
import { type BrowserLoadOptions, openBrowserModel } from './emotion-model.js';
import { EmotionRegressor } from './emotion-regressor.js';
import type { BundleSource } from './sources/web-bundle.js';

/**
 * Loads a bundle whose task is not known beforehand; `instanceof` or `manifest.task` tells which it is.
 *
 * @throws CheckpointError, FileError, DeviceError, and the signal's reason
 */
export async function openEmotionModel(
  source: BundleSource,
  options: BrowserLoadOptions = {},
): Promise<EmotionClassifier | EmotionRegressor> {
  const opened = await openBrowserModel(source, options);
  return opened.bundle.manifest.task === 'regression'
    ? new EmotionRegressor(opened)
    : new EmotionClassifier(opened);
}
