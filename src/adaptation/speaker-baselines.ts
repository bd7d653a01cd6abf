import { type Heads, neutralLabels, relativeInput, type RelativeHead } from '../inference/index.js';
import { nameLabel } from '../labels.js';
import type { Example } from './examples.js';
import { addScaled } from './matrix.js';

/** The parts of a relative head that say what is known of a speaker without a baseline. */
export type SpeakerPrior = Pick<RelativeHead, 'population' | 'speakerSeconds'>;

/** An example that is compared with other clips of its speaker. */
export type ComparedExample = {
  /** Its place among the examples. */
  readonly place: number;
  /** `[embeddingSize]` */
  readonly input: Float64Array;
};

type Voice = { readonly embedding: Float64Array; readonly seconds: number };

/** Without a base model that knows better: a baseline of this length counts as much as all other speakers. */
const SPEAKER_SECONDS = 3;

/**
 * Compares each example with the mean of other clips of its speaker, never with itself: with those of
 * ordinary speech, or with all if none is. Examples whose speaker is not named or has no other clip are
 * left out.
 */
export function compareExamples(
  examples: readonly Example[],
  prior: SpeakerPrior,
): ComparedExample[] {
  return examples.flatMap(({ embedding }, place) => {
    const voice = voiceBeside(examples, place);
    return voice ? [{ place, input: relativeInput(prior, embedding, voice) }] : [];
  });
}

/** What is known of a speaker: by the base model if it has a relative head, otherwise by these examples. */
export function speakerPrior(
  examples: readonly Example[],
  { relative }: Pick<Heads, 'relative'>,
): SpeakerPrior {
  if (relative) return relative;
  const named = groupBySpeaker(examples);
  const means = [...named.values()].map((own) => meanOf(ordinary(own)));
  const population = new Float64Array(examples[0]?.embedding.length ?? 0);
  for (const { embedding } of means) addScaled(population, embedding, 1 / means.length);
  return {
    population: Array.from(population, (value) => Number(value.toPrecision(7))),
    speakerSeconds: Array.from(population, () => SPEAKER_SECONDS),
  };
}

function voiceBeside(examples: readonly Example[], place: number): Voice | undefined {
  const speaker = examples[place]?.speaker;
  if (speaker === undefined) return undefined;
  const others = examples.filter((each, at) => at !== place && each.speaker === speaker);
  const voice = meanOf(ordinary(others));
  return voice.seconds > 0 ? voice : undefined;
}

function ordinary(examples: readonly Example[]): readonly Example[] {
  const neutral = examples.filter(({ label }) => neutralLabels([nameLabel(label)]).length > 0);
  return neutral.length > 0 ? neutral : examples;
}

/** The mean embedding, weighted by the seconds of speech. */
function meanOf(examples: readonly Example[]): Voice {
  const seconds = examples.reduce((sum, each) => sum + each.seconds, 0);
  const embedding = new Float64Array(examples[0]?.embedding.length ?? 0);
  for (const each of examples) addScaled(embedding, each.embedding, each.seconds / seconds);
  return { embedding, seconds };
}

function groupBySpeaker(examples: readonly Example[]): Map<string, Example[]> {
  const groups = new Map<string, Example[]>();
  for (const example of examples) {
    const { speaker } = example;
    if (speaker === undefined) continue;
    groups.set(speaker, [...(groups.get(speaker) ?? []), example]);
  }
  return groups;
}
