import type { Bilingual } from '../findings.js';

/** A published figure with what it was measured on. */
export type PublishedFigure = {
  readonly name: 'accuracy' | 'diarisation error rate';
  /** From 0 to 1. */
  readonly value: number;
  readonly protocol: Bilingual;
};

/** A repository of a hub that people use for emotions in speech, whether it opens here or not. */
export type KnownModel = {
  /** As for `--model`: `owner/name`, or `modelscope:owner/name`. */
  readonly repository: string;
  /** The address of its page, where its licence and its card are. */
  readonly link: string;
  /** The encoder and what it computes from its states. */
  readonly architecture: string;
  readonly task: 'classification' | 'regression' | 'other';
  /** As the source states them, in the order of the outputs; empty if it does not. */
  readonly labels: readonly string[];
  /** Languages of the training data (ISO 639-1); empty if the source does not state them. */
  readonly languages: readonly string[];
  /** The corpora that it was trained on; empty if the source does not state them. */
  readonly trainingData: readonly string[];
  /** As its publisher states it; absent if the source does not. */
  readonly licence?: string;
  /** Whether the licence allows commercial use; absent if that is not clear. */
  readonly commercialUse?: boolean;
  /** Millions of trained numbers; absent if the source does not state them. */
  readonly parametersMillions?: number;
  readonly figures: readonly PublishedFigure[];
  /** `yes`; `option`: it opens if an option says what its files leave out; `no`: it is refused. */
  readonly opens: 'yes' | 'option' | 'no';
  /** What to watch out for, or why it does not open. */
  readonly caution?: Bilingual;
  /** What it is recommended for among the models of the list. */
  readonly recommendedFor?: 'unknown voices' | 'arousal and valence' | 'small size';
};
