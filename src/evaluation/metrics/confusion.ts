/** Counts `[truth][result]` of class indices. */
export type Confusion = readonly (readonly number[])[];

/**
 * Counts how often each class was classified as each class.
 *
 * @param truth class indices `[clips]`
 * @param results class indices `[clips]`
 */
export function countConfusion(
  truth: readonly number[],
  results: readonly number[],
  classes: number,
): Confusion {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [at, right] of truth.entries()) {
    const row = counts[right];
    const result = results[at];
    if (!row || result === undefined || row[result] === undefined)
      throw new RangeError(`Found classes ${right} and ${result}, expected 0 to ${classes - 1}.`);
    row[result]++;
  }
  return counts;
}

/** How well one class is recognised. */
export type ClassFigures = {
  /** Clips of the class. */
  readonly support: number;
  /** Share of the clips of the class that are recognised; `undefined` if there are none. */
  readonly recall: number | undefined;
  /** Share of the results of the class that are right; `undefined` if there are none. */
  readonly precision: number | undefined;
  /** Harmonic mean of recall and precision; 0 if nothing is right. */
  readonly f1: number;
};

/** The figures of each class `[classes]`. */
export function classFigures(confusion: Confusion): readonly ClassFigures[] {
  return confusion.map((row, at) => {
    const right = row[at] ?? 0;
    const support = sum(row);
    const results = sum(confusion.map((each) => each[at] ?? 0));
    return {
      support,
      recall: support > 0 ? right / support : undefined,
      precision: results > 0 ? right / results : undefined,
      f1: support + results > 0 ? (2 * right) / (support + results) : 0,
    };
  });
}

/** The share of right results, also called weighted accuracy (WA); NaN without clips. */
export function accuracy(confusion: Confusion): number {
  return sum(confusion.map((row, at) => row[at] ?? 0)) / sum(confusion.map(sum));
}

/**
 * The unweighted average recall (UAR or UA): the mean of the recalls of the classes that occur, as
 * scikit-learn's `balanced_accuracy_score`; NaN without clips.
 */
export function averageRecall(confusion: Confusion): number {
  const recalls = classFigures(confusion).flatMap(({ recall }) => recall ?? []);
  return sum(recalls) / recalls.length;
}

/**
 * The mean F1 of the classes that occur among the truth or the results, as scikit-learn's
 * `f1_score(average='macro')`.
 */
export function macroF1(confusion: Confusion): number {
  const used = classFigures(confusion).filter(
    ({ support, precision }) => support > 0 || precision !== undefined,
  );
  return sum(used.map(({ f1 }) => f1)) / used.length;
}

/** The mean F1 of the classes weighted by their clips. */
export function weightedF1(confusion: Confusion): number {
  const figures = classFigures(confusion);
  return sum(figures.map(({ f1, support }) => f1 * support)) / sum(confusion.map(sum));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
