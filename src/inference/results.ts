import type { Finding } from '../findings.js';
import type { Label } from '../labels.js';
import type { ComparedWith } from './heads/compared-with.js';
import { type ResultJson, toResultJson } from './result-json.js';

/** What every result contains, whatever the task of the model. */
export type ResultDetails = {
  /**
   * Outputs of the head that answered, before temperature and softmax, `[classes]`. Beyond 30 s this is the
   * mean over the windows; its softmax is not the mean of the windows' probabilities.
   */
  readonly logits: Float32Array;
  /** The pooled activations that the last layer receives, `[embeddingSize]`. */
  readonly embedding: Float32Array;
  /** Duration of the recording in seconds. */
  readonly durationSeconds: number;
  /** What makes the result less trustworthy, e.g. that the recording is clipped. */
  readonly findings: readonly Finding[];
  /**
   * Which head of the model answered, and what the recording was compared with. Absent if the model
   * has no relative head.
   */
  readonly comparedWith?: ComparedWith;
};

/** What results carry besides data: `JSON.stringify` calls it. */
type Serialisable = {
  /** The result as the command line and the server write it: without logits and embedding. */
  readonly toJSON: () => ResultJson;
};

type ClassificationFields = ResultDetails &
  Serialisable & {
    /**
     * One per label, in the model's order, `[classes]`; they sum to 1. Calibrated if the manifest of
     * the model has a temperature.
     */
    readonly probabilities: Float32Array;
    /** The largest probability. */
    readonly score: number;
    /** The index of the largest probability. */
    readonly index: number;
    /** The label with the largest probability, as the model was trained with it, e.g. `ang`. */
    readonly label: string;
    /** All labels of the model, in its order. */
    readonly labels: readonly Label[];
    /** One value per dimension, about 0 to 1. Absent if the model measures none beside its classes. */
    readonly dimensions?: Readonly<Record<string, number>>;
    /** The dimensions beside the classes, in the order of the model. */
    readonly dimensionLabels?: readonly Label[];
  };

/** What a classifier measures beside its classes. */
export type BesideClasses = {
  readonly labels: readonly Label[];
  /** `[dimensions]`, as many as `labels` */
  readonly values: Float32Array;
};

/**
 * The result of a classifier. It is the tuple that SpeechBrain returns and also has named fields:
 * `const [outProb, score, index, textLab] = result`, or `result.label`.
 */
export type Classification = readonly [
  outProb: Float32Array,
  score: number,
  index: number,
  textLab: string,
] &
  ClassificationFields;

/** The result of a regression model, e.g. arousal, dominance and valence. */
export type Regression = ResultDetails &
  Serialisable & {
    /** One value per label; for audEERING's model about 0 to 1. */
    readonly dimensions: Readonly<Record<string, number>>;
    /** The dimensions of the model, in its order. */
    readonly labels: readonly Label[];
  };

/** The result of any model: `'probabilities' in result` distinguishes the two. */
export type EmotionResult = Classification | Regression;

/**
 * Makes the result of a classifier.
 *
 * @param probabilities `[classes]`, as many as `labels`
 * @param beside what the model measures beside its classes; default: nothing
 */
export function classification(
  probabilities: Float32Array,
  labels: readonly Label[],
  details: ResultDetails,
  beside?: BesideClasses,
): Classification {
  const index = probabilities.reduce(
    (best, value, at) => (value > (probabilities[best] ?? -Infinity) ? at : best),
    0,
  );
  const score = probabilities[index];
  const label = labels[index]?.id;
  if (score === undefined || label === undefined || labels.length !== probabilities.length)
    throw new RangeError(`${probabilities.length} probabilities for ${labels.length} labels`);
  const tuple = [probabilities, score, index, label] as const;
  const fields = { probabilities, score, index, label, labels, ...details, ...named(beside) };
  return withToJson(Object.assign(tuple, fields));
}

/** Makes the result of a regression model; its dimensions are its logits. */
export function regression(labels: readonly Label[], details: ResultDetails): Regression {
  return withToJson({ dimensions: byId(labels, details.logits), labels, ...details });
}

function named(beside: BesideClasses | undefined) {
  if (!beside) return {};
  const { labels, values } = beside;
  return { dimensions: byId(labels, values), dimensionLabels: labels };
}

function byId(labels: readonly Label[], values: Float32Array): Record<string, number> {
  return Object.fromEntries(labels.map(({ id }, at) => [id, values[at] ?? NaN]));
}

/** Not enumerable, so that a spread or a comparison of a result contains data only. */
function withToJson<T extends object>(data: T): T & Serialisable {
  const result = data as T & EmotionResult;
  return Object.defineProperty(result, 'toJSON', { value: () => toResultJson(result) });
}
