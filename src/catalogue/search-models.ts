import type { KnownModel } from './known-model.js';
import { KNOWN_MODELS } from './known-models.js';

/** Which models are searched for; every condition that is given must hold. */
export type ModelSearch = {
  /** Words that occur in the name, architecture, labels, training data or recommendation, in any case. */
  readonly words?: readonly string[];
  /** Language of the training data (ISO 639-1). */
  readonly language?: string;
  /** Part of the licence's name, in any case. */
  readonly licence?: string;
  /** Only models whose licence allows commercial use. */
  readonly commercialUse?: boolean;
  /** Only models that open, if necessary with an option. */
  readonly opens?: boolean;
};

/** The facts of a model that a search reads. */
export type SearchedFacts = Omit<KnownModel, 'link' | 'figures' | 'task'>;

/** The known models that fit a search, in the order of the catalogue; all without a condition. */
export function searchModels(search: ModelSearch = {}): readonly KnownModel[] {
  return filterModels(KNOWN_MODELS, search);
}

/** Those of a list of models that fit a search, in their order; all without a condition. */
export function filterModels<Model extends SearchedFacts>(
  models: readonly Model[],
  search: ModelSearch,
): readonly Model[] {
  const { words = [], language, licence, commercialUse = false, opens = false } = search;
  return models.filter((model) => {
    const text = textOf(model);
    return (
      words.every((word) => text.includes(word.toLowerCase())) &&
      (language === undefined || model.languages.includes(language.toLowerCase())) &&
      (licence === undefined || includes(model.licence, licence)) &&
      (!commercialUse || model.commercialUse === true) &&
      (!opens || model.opens !== 'no')
    );
  });
}

/** The entry of a repository, if it has one. */
export function findKnownModel(repository: string): KnownModel | undefined {
  return KNOWN_MODELS.find((model) => model.repository === repository);
}

function textOf(model: SearchedFacts): string {
  const { repository, architecture, labels, trainingData, recommendedFor = '' } = model;
  return [repository, architecture, ...labels, ...trainingData, recommendedFor]
    .join(' ')
    .toLowerCase();
}

function includes(text: string | undefined, part: string): boolean {
  return text?.toLowerCase().includes(part.toLowerCase()) ?? false;
}
