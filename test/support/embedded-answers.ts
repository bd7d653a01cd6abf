import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EmotionClassifier } from '../../src/index.js';
import { synthesisedSounds } from './synthesised-sounds.js';

/** The committed answers of the embedded models to the synthesised sounds. */
export const EMBEDDED_ANSWERS = fileURLToPath(
  new URL('../fixtures/embedded-answers.json', import.meta.url),
);

/** What a model answers to one sound, `[classes]` each. */
export type SoundAnswer = Readonly<Record<'logits' | 'probabilities', readonly number[]>>;

/** Answers by model and sound, with the largest differences that may be. */
export type EmbeddedAnswers = {
  readonly origin: string;
  readonly tolerance: Readonly<Record<keyof SoundAnswer, number>>;
  readonly models: Readonly<Record<string, Readonly<Record<string, SoundAnswer>>>>;
};

/** Names of the bundles under `models/`. */
export async function embeddedBundles(): Promise<string[]> {
  const folder = new URL('../../models/', import.meta.url);
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Asks an embedded model about every synthesised sound. */
export async function answerSounds(model: string): Promise<Record<string, SoundAnswer>> {
  await using classifier = await EmotionClassifier.fromHparams({ source: model });
  const sounds = [...synthesisedSounds()];
  const answers = await classifier.classifyBatch(sounds.map(([, samples]) => samples));
  const round = (values: Float32Array) => Array.from(values, (x) => Number(x.toFixed(6)));
  return Object.fromEntries(
    answers.map(({ logits, probabilities }, at) => [
      sounds[at]?.[0] ?? '',
      { logits: round(logits), probabilities: round(probabilities) },
    ]),
  );
}

/** Reads {@link EMBEDDED_ANSWERS}. */
export function readEmbeddedAnswers(): EmbeddedAnswers {
  return JSON.parse(readFileSync(EMBEDDED_ANSWERS, 'utf8')) as EmbeddedAnswers;
}
