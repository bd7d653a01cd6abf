/** A clip that a model is adapted with. */
export type Example = {
  /** `[embeddingSize]` */
  readonly embedding: ArrayLike<number>;
  /** Seconds of speech. */
  readonly seconds: number;
  /** Id of its label. */
  readonly label: string;
  /** Who speaks; absent if that is not known. */
  readonly speaker?: string | undefined;
};

/** Examples whose labels are numbers. */
export type TrainingSet = {
  /** `[examples][embeddingSize]` */
  readonly inputs: readonly ArrayLike<number>[];
  /** The index of each example's label, `[examples]`. */
  readonly classes: readonly number[];
  readonly classCount: number;
};

/** The examples of a set at some places. */
export function pick(set: TrainingSet, places: readonly number[]): TrainingSet {
  return {
    inputs: places.map((at) => set.inputs[at] ?? []),
    classes: places.map((at) => set.classes[at] ?? 0),
    classCount: set.classCount,
  };
}

/**
 * Weights with which all classes count equally, however many examples they have; they sum to 1.
 *
 * @returns `[examples]`
 */
export function balancedWeights({ classes, classCount }: Omit<TrainingSet, 'inputs'>): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const each of classes) counts[each] = (counts[each] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return classes.map((each) => 1 / (present * (counts[each] ?? 1)));
}
