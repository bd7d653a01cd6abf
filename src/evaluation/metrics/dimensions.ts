/** How well a dimension is predicted. */
export type DimensionFigures = {
  readonly clips: number;
  /** Lin's concordance correlation coefficient, -1 to 1. */
  readonly ccc: number;
  /** Pearson's correlation coefficient, -1 to 1; NaN if one side is constant. */
  readonly pearson: number;
  /** Root of the mean squared error, in the unit of the dimension. */
  readonly rmse: number;
};

/**
 * Compares predictions of a dimension with the truth. The variances are those of the population, as in
 * the challenges that made the CCC common.
 *
 * @param truth `[clips]`
 * @param predictions `[clips]`
 * @see Lin, A Concordance Correlation Coefficient to Evaluate Reproducibility, 1989
 */
export function dimensionFigures(
  truth: readonly number[],
  predictions: readonly number[],
): DimensionFigures {
  const clips = truth.length;
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / clips;
  const truthMean = mean(truth);
  const predictedMean = mean(predictions);
  const deviations = truth.map((value, at) => {
    const predicted = predictions[at] ?? NaN;
    return [value - truthMean, predicted - predictedMean, value - predicted] as const;
  });
  const truthVariance = mean(deviations.map(([a]) => a * a));
  const predictedVariance = mean(deviations.map(([, b]) => b * b));
  const covariance = mean(deviations.map(([a, b]) => a * b));
  const spread = truthVariance + predictedVariance + (truthMean - predictedMean) ** 2;
  return {
    clips,
    ccc: spread === 0 ? 1 : (2 * covariance) / spread,
    pearson: covariance / Math.sqrt(truthVariance * predictedVariance),
    rmse: Math.sqrt(mean(deviations.map(([, , c]) => c * c))),
  };
}
