/** Types of count-operations.js, for its test. */
type Shape = readonly number[];

export declare function countOperations(
  type: string,
  inputs: readonly Shape[],
  output: Shape,
): { readonly fp32: number; readonly int8: number };
