import type { Finding } from '../findings.js';
import type { Label } from '../labels.js';

/** What every answer says, whatever the task of the model. */
export type AnswerDetails = {
  /**
   * Outputs of the last layer before any temperature and softmax, `[classes]`; beyond 30 s their mean over the
   * windows, of which the softmax is not the mean of the windows' probabilities.
   */
  readonly logits: Float32Array;
  /** The utterance as the last layer sees it, `[embeddingSize]`. */
  readonly embedding: Float32Array;
  /** Duration of the recording in seconds. */
  readonly durationSeconds: number;
  /** What was noticed about the recording, e.g. that it is clipped. */
  readonly findings: readonly Finding[];
};

type ClassificationFields = AnswerDetails & {
  /**
   * One for each label, in the model's order, `[classes]`; their sum is 1. Calibrated where the
   * model's description has a temperature.
   */
  readonly probabilities: Float32Array;
  /** The largest probability. */
  readonly score: number;
  /** Its index. */
  readonly index: number;
  /** Its label as the model was trained with it, e.g. `ang`. */
  readonly label: string;
  /** All labels of the model, in its order. */
  readonly labels: readonly Label[];
};

/**
 * The answer of a classifier. It is the tuple that SpeechBrain returns and carries the same and
 * more by name: `const [outProb, score, index, textLab] = result`, or `result.label`.
 */
export type Classification = readonly [
  outProb: Float32Array,
  score: number,
  index: number,
  textLab: string,
] &
  ClassificationFields;

/** The answer of a regression model, e.g. arousal, dominance and valence. */
export type Regression = AnswerDetails & {
  /** One value for each label; for audEERING's model about 0 to 1. */
  readonly dimensions: Readonly<Record<string, number>>;
  /** The dimensions of the model, in its order. */
  readonly labels: readonly Label[];
};

/** Answer of any model: `'dimensions' in answer` tells a regression from a classification. */
export type Answer = Classification | Regression;

/**
 * Makes the answer of a classifier.
 *
 * @param probabilities `[classes]`, as many as `labels`
 */
export function classification(
  probabilities: Float32Array,
  labels: readonly Label[],
  details: AnswerDetails,
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
  return Object.assign(tuple, { probabilities, score, index, label, labels, ...details });
}

/** Makes the answer of a regression model, whose dimensions are its logits. */
export function regression(labels: readonly Label[], details: AnswerDetails): Regression {
  const dimensions = Object.fromEntries(
    labels.map(({ id }, at) => [id, details.logits[at] ?? NaN]),
  );
  return { dimensions, labels, ...details };
}

/**
 * Softmax in double precision, `[classes]` to `[classes]`.
 *
 * @param temperature what the logits are divided by; above 1 the probabilities come closer together
 */
export function softmax(logits: Float32Array, temperature = 1): Float32Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Float32Array.from(powers, (power) => power / sum);
}
