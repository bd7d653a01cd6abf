import type { Bundle } from './bundle.js';
import type { BundleManifest } from './bundle-manifest.js';

/** What a model answers with: probabilities of classes, or values of dimensions. */
export type Task = BundleManifest['task'];

/** @throws TypeError for a model of another task, with the class that answers for it */
export function expectTask({ manifest }: Bundle, expected: Task): void {
  const { name, task, labels } = manifest;
  if (task === expected) return;
  const dimensions = labels.map(({ en }) => en).join(', ');
  throw new TypeError(
    task === 'regression'
      ? `${name} gives ${dimensions}, not classes. Load it with EmotionRegressor, or answer many recordings by predictFiles.`
      : `${name} is a classifier. Load it with EmotionClassifier, or answer many recordings by classifyFiles.`,
  );
}
