import type { Task } from '../inference/index.js';
import type { BundleContent } from './model-info.js';

/** @throws TypeError if the model has another task; the message names the class to use instead */
export function expectTask({ manifest }: BundleContent, expected: Task): void {
  const { name, task, labels } = manifest;
  if (task === expected) return;
  const dimensions = labels.map(({ en }) => en).join(', ');
  throw new TypeError(
    task === 'regression'
      ? `${name} predicts ${dimensions}, not classes. Load it with EmotionRegressor, or use predictFiles for many recordings.`
      : `${name} is a classifier. Load it with EmotionClassifier, or use classifyFiles for many recordings.`,
  );
}
