/** Types of statistics.js, for its test. */
export declare function summarise(values: readonly number[]): {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly runs: number;
};
