import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EmotionClassifier } from '../../src/index.js';
import { synthesisedSounds } from './synthesised-sounds.js';

/** File of the committed results of the embedded models for the synthesised sounds. */
export const EXPECTED_RESULTS = fileURLToPath(
  new URL('../fixtures/embedded-results.json', import.meta.url),
);

/** The result of a model for one sound, `[classes]` each. */
export type SoundResult = Readonly<Record<'logits' | 'probabilities', readonly number[]>>;

/** Results by model and sound, with the largest differences that pass. */
export type ExpectedResults = {
  readonly origin: string;
  readonly tolerance: Readonly<Record<keyof SoundResult, number>>;
  readonly models: Readonly<Record<string, Readonly<Record<string, SoundResult>>>>;
};

/** Names of the bundles under `models/`. */
export async function embeddedBundles(): Promise<string[]> {
  const folder = new URL('../../models/', import.meta.url);
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Classifies every synthesised sound with an embedded model. */
export async function classifySounds(model: string): Promise<Record<string, SoundResult>> {
  await using classifier = await EmotionClassifier.fromHparams({ source: model });
  const sounds = [...synthesisedSounds()];
  const results = await classifier.classifyBatch(sounds.map(([, samples]) => samples));
  const round = (values: Float32Array) => Array.from(values, (x) => Number(x.toFixed(6)));
  return Object.fromEntries(
    results.map(({ logits, probabilities }, at) => [
      sounds[at]?.[0] ?? '',
      { logits: round(logits), probabilities: round(probabilities) },
    ]),
  );
}

/** Reads {@link EXPECTED_RESULTS}. */
export function readExpectedResults(): ExpectedResults {
  return JSON.parse(readFileSync(EXPECTED_RESULTS, 'utf8')) as ExpectedResults;
}
